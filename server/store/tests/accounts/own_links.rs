use model::{
    caregiver::AcceptCaregiver,
    id::{SessionId, UserId},
};
use store::{Caller, Error, Origin};
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene, answer, from, link};

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
        let caller = Caller { user, session: SessionId(Uuid::now_v7()), address: None };
        let answer = answer(&link(1).0, "1980-02-03", "freda@example.org");
        scene.store.accept_invitation(&answer, "Freda's hash", Some(&caller), &NOWHERE).await
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

/// Anybody can make up as many as they like, and nobody may fill the audit at will.
#[tokio::test]
async fn links_that_dont_work_are_noted_ten_times_from_one_place() {
    let scene = Scene::new().await;
    let follow = async |origin: &Origin| {
        let mut tx = scene.store.begin_anonymous(origin).await.unwrap();
        let works = tx.check_invitation(&link(1).0).await;
        let refused = scene.store.finish_link(tx, works).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    };
    for number in 0..60 {
        follow(&from(&format!("2001:db8:0:1::{number:x}"))).await;
    }
    let mut expected = vec!["link.refuse"; 10];
    expected.push("link.throttle");
    assert_eq!(scene.actions().await, expected);
    follow(&from("2001:db8:0:2::1")).await;
    assert_eq!(scene.actions().await[11..], ["link.refuse"], "another place counts for itself");
    // A page elsewhere can make somebody's browser follow such links: they keep nobody from signing in.
    scene.store.begin_sign_in("admin@example.org", &from("2001:db8:0:1::1")).await.unwrap();
}

#[tokio::test]
async fn a_dead_link_is_noted_whatever_it_was_for() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let dead = link(1);
    let accepted = scene.accept(1, "1980-02-03", "freda@example.org").await.map(drop);
    let reset = scene.store.reset_password(&dead.1, "another hash", &NOWHERE).await;
    let caller = Caller { user: maya.user, session: SessionId(Uuid::now_v7()), address: None };
    let form = AcceptCaregiver { token: dead.0, date_of_birth: "1980-02-03".parse().unwrap(), account: None };
    let cared_for = scene.store.accept_caregiver(&form, None, Some(&caller), &NOWHERE).await.map(drop);
    for refused in [accepted, reset, cared_for] {
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let nobody = ("link.refuse".to_owned(), None, "none".to_owned());
    let maya = ("link.refuse".to_owned(), Some(maya.user.0), "account".to_owned());
    assert_eq!(scene.events().await, [nobody.clone(), nobody, maya]);
}
