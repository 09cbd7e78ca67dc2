use model::account::AccountKind;
use store::{Error, SignInStep};

use crate::scene::{NOWHERE, Scene, answer, computed, link, new_session};

const BORN: &str = "1980-02-03";
const WRONG: &str = "1980-02-04";

async fn check(scene: &Scene, number: u8) -> Result<(), Error> {
    scene.gate.check_invitation(&link(number).0, None, &NOWHERE).await
}

/// The link does nothing any more, in both of its uses.
async fn assert_dead(scene: &Scene, number: u8) {
    assert!(matches!(check(scene, number).await, Err(Error::NotFound)));
    let accepted = scene.accept(number, BORN, "freda@example.org").await;
    assert!(matches!(accepted, Err(Error::NotFound)), "{accepted:?}");
}

fn assert_invalid<T: std::fmt::Debug>(result: Result<T, Error>, field: &str) {
    match result {
        Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, field),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_patient_comes_to_an_account_and_the_link_is_used_up() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    check(&scene, 1).await.unwrap();
    let user = scene.accept(1, BORN, "freda@example.org").await.unwrap();
    assert_eq!(scene.begin(user).await.my_record().await.unwrap().id, patient);
    assert_dead(&scene, 1).await;
    let left = ["invitation.create", "invitation.accept", "session.begin", "link.refuse", "link.refuse"];
    assert_eq!(scene.actions().await, left);
    assert_eq!(scene.enter("Freda", 1).await, Some(SignInStep::Begun(AccountKind::Patient)));
}

#[tokio::test]
async fn a_link_is_good_for_seven_days() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    let passes = |span| {
        format!(
            "update links set created_at = created_at - interval '{span}', expires_at = expires_at - interval '{span}'"
        )
    };
    scene.run(&passes("6 days 23 hours")).await;
    check(&scene, 1).await.unwrap();
    scene.run(&passes("1 hour")).await;
    assert_dead(&scene, 1).await;
}

#[tokio::test]
async fn five_wrong_birth_dates_and_the_link_is_dead() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    for _ in 0..5 {
        check(&scene, 1).await.unwrap();
        assert_invalid(scene.accept(1, WRONG, "freda@example.org").await, "date_of_birth");
    }
    assert_dead(&scene, 1).await;
    let mut expected = vec!["invitation.refuse"; 5];
    expected.extend(["link.refuse"; 2]);
    assert_eq!(scene.actions().await[1..], expected);
    // A new link has attempts of its own.
    scene.invite(maya, patient, 2).await.unwrap();
    for _ in 0..4 {
        assert_invalid(scene.accept(2, WRONG, "freda@example.org").await, "date_of_birth");
    }
    scene.accept(2, BORN, "freda@example.org").await.unwrap();
}

#[tokio::test]
async fn guesses_sent_at_once_are_counted_one_by_one() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    let guesses: Vec<_> = (10..28_u8)
        .map(|day| {
            let gate = scene.gate.clone();
            let answer = answer(&link(1).0, &format!("1980-02-{day}"), "freda@example.org");
            tokio::spawn(async move {
                gate.accept_invitation((&answer, "hash"), (&[day; 32], &new_session(day)), None, &NOWHERE).await
            })
        })
        .collect();
    let mut told = 0;
    for guess in guesses {
        told += usize::from(matches!(guess.await.unwrap(), Err(Error::Invalid(_))));
    }
    assert_eq!(told, 5);
}

#[tokio::test]
async fn a_newer_link_replaces_the_earlier_one() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, other) = (scene.patient(maya).await, scene.patient(maya).await);
    scene.invite(maya, patient, 1).await.unwrap();
    scene.invite(maya, other, 2).await.unwrap();
    scene.invite(maya, patient, 3).await.unwrap();
    assert_dead(&scene, 1).await;
    check(&scene, 2).await.unwrap();
    check(&scene, 3).await.unwrap();
}

#[tokio::test]
async fn a_linked_record_is_not_invited_until_it_is_unlinked() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, user) = scene.linked_patient(maya, "freda@example.org").await;
    assert!(matches!(scene.invite(maya, patient, 1).await, Err(Error::Changed)));
    scene.unlink(user).await.unwrap();
    // With the address of before, too: it is another account.
    scene.invite(maya, patient, 1).await.unwrap();
    let another = scene.accept(1, BORN, "freda@example.org").await.unwrap();
    assert_ne!(another, user);
    assert_eq!(scene.begin(another).await.my_record().await.unwrap().id, patient);
}

#[tokio::test]
async fn an_address_of_another_account_takes_an_attempt_and_changes_nothing_there() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.linked_patient(maya, "other@example.org").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    for email in ["maya@example.org", "admin@example.org", "other@example.org", "maya@example.org", "other@example.org"]
    {
        assert_invalid(scene.accept(1, BORN, email).await, "email");
    }
    assert_dead(&scene, 1).await;
    assert_eq!(scene.enter_with("Maya", &computed("Freda"), 1).await, None);
    assert_eq!(scene.enter("Maya", 2).await, Some(SignInStep::Begun(AccountKind::Provider)));
}

#[tokio::test]
async fn only_who_treats_the_patient_invites_and_only_so_long_the_link_works() {
    let scene = Scene::new().await;
    let (maya, tomas, new) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.applicant("New").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let mine = scene.patient(maya).await;
    for user in [tomas.user, new.user, freda, scene.administrator] {
        for patient in [patient, mine, model::id::PatientId(uuid::Uuid::now_v7())] {
            let invited = scene.begin(user).await.invite_patient(patient, &link(1).1).await;
            assert!(matches!(invited, Err(Error::NotFound)), "{invited:?}");
        }
    }
    scene.invite(maya, mine, 2).await.unwrap();
    scene.set_verified(maya, false).await.unwrap();
    assert_dead(&scene, 2).await;
    scene.set_verified(maya, true).await.unwrap();
    check(&scene, 2).await.unwrap();
    scene.run("update care_relationships set ended_at = now()").await;
    assert_dead(&scene, 2).await;
}

#[tokio::test]
async fn what_is_no_token_is_like_an_unknown_one() {
    let scene = Scene::new().await;
    for token in ["", "nonsense", "\0", &"A".repeat(100_000)] {
        assert!(matches!(scene.gate.check_invitation(token, None, &NOWHERE).await, Err(Error::NotFound)));
    }
    assert_dead(&scene, 1).await;
}
