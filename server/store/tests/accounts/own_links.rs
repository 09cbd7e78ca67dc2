use model::{caregiver::AcceptCaregiver, id::UserId};
use store::{Caller, Error, SessionSecret};

use crate::scene::{NOWHERE, Scene, from, kept_password, link, nobodys};

const BORN: &str = "1980-02-03";

/// Whoever made the link knows the birth date, too.
#[tokio::test]
async fn nobody_answers_it_in_a_providers_or_an_administrators_session() {
    let scene = Scene::new().await;
    let (maya, tomas, new) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.applicant("New").await);
    let (_, otis) = scene.linked_patient(maya, "otis@example.org").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    let accept_as = async |user: UserId| {
        let caller = scene.caller(user).await;
        scene.accept_as(1, BORN, "freda@example.org", Some(&caller)).await
    };
    // More often than there are attempts: it takes none.
    for user in [maya.user, tomas.user, new.user, scene.administrator, maya.user, maya.user] {
        match accept_as(user).await {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "email"),
            other => panic!("{other:?}"),
        }
    }
    let refused: Vec<_> =
        scene.events().await.into_iter().filter(|(action, ..)| action == "invitation.refuse").collect();
    assert_eq!(refused.len(), 6);
    assert_eq!(refused[0], ("invitation.refuse".into(), Some(maya.user.0), "treating".into()), "whose session it was");
    // A patient's browser may be another patient's: a parent's, for one.
    let freda = accept_as(otis).await.unwrap();
    assert_eq!(scene.begin(freda).await.my_record().await.unwrap().id, patient);
}

/// Whoever says that they are a provider isn't one: what comes of it is the anonymous caller's.
#[tokio::test]
async fn it_is_answered_by_nobody_where_the_session_is_none() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    let made_up = Caller { secret: SessionSecret(nobodys()), ..scene.caller(maya.user).await };
    let refused = scene.accept_as(1, "1980-02-04", "freda@example.org", Some(&made_up)).await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].field == "date_of_birth"));
    assert_eq!(scene.events().await[1], ("invitation.refuse".into(), None, "none".into()));
    let freda = scene.accept_as(1, BORN, "freda@example.org", Some(&made_up)).await.unwrap();
    assert_eq!(scene.begin(freda).await.my_record().await.unwrap().id, patient);
}

/// A page elsewhere can make somebody's browser follow such links.
#[tokio::test]
async fn links_that_dont_work_keep_nobody_from_signing_in() {
    let scene = Scene::new().await;
    let origin = from("2001:db8:0:1::1");
    for _ in 0..60 {
        let refused = scene.gate.check_invitation(&link(1).0, None, &origin).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    scene.gate.begin_sign_in("admin@example.org", &origin).await.unwrap();
}

#[tokio::test]
async fn a_dead_link_is_noted_whatever_it_was_for() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let dead = link(1);
    let accepted = scene.accept(1, BORN, "freda@example.org").await.map(drop);
    let reset = scene.gate.reset_password(&dead.1, &kept_password("another"), &NOWHERE).await;
    let caller = scene.caller(maya.user).await;
    let form = AcceptCaregiver { token: dead.0, date_of_birth: BORN.parse().unwrap(), account: None };
    let cared_for = scene.gate.accept_caregiver(&form, None, Some(&caller), &NOWHERE).await.map(drop);
    for refused in [accepted, reset, cared_for] {
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let nobody = ("link.refuse".to_owned(), None, "none".to_owned());
    let maya = ("link.refuse".to_owned(), Some(maya.user.0), "account".to_owned());
    assert_eq!(scene.events().await, [nobody.clone(), nobody, maya]);
}
