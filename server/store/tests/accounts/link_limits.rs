//! Links tell their holder whether an address has an account, and give it one: how often.

use model::id::{PatientId, UserId};
use store::Error;

use crate::{
    caregivers::{accept, invite},
    scene::{NOWHERE, Scene, link},
};

const BORN: &str = "1980-02-03";
const WRONG: &str = "1980-02-04";

fn is_invalid<T>(answer: &Result<T, Error>, field: &str) -> bool {
    matches!(answer, Err(Error::Invalid(errors)) if errors[0].field == field)
}

async fn revoke_one(scene: &Scene, by: UserId) {
    let grant = "select id from caregivers where accepted_at is null and revoked_at is null limit 1";
    let grant = sqlx::query_scalar(grant).fetch_one(&scene.superuser).await.unwrap();
    let mut tx = scene.begin(by).await;
    tx.revoke_caregiver(model::id::CaregiverId(grant)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn assert_full(scene: &Scene, by: UserId, patient: PatientId) {
    let sixth = invite(scene, by, patient, 99).await;
    assert!(is_invalid(&sixth, "name"), "{sixth:?}");
    assert!(sixth.unwrap_err().to_string().contains("wait until tomorrow"));
}

#[tokio::test]
async fn of_links_to_a_record_five_are_open_or_were_used_within_a_day() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let (other, otis) = scene.linked_patient(maya, "otis@example.org").await;
    for number in 1..=5 {
        invite(&scene, freda, patient, number).await.unwrap();
    }
    assert_full(&scene, freda, patient).await;
    invite(&scene, otis, other, 6).await.unwrap();
    // One that is taken back makes way. One that is used doesn't, as an account came of it.
    revoke_one(&scene, freda).await;
    invite(&scene, freda, patient, 7).await.unwrap();
    accept(&scene, 7, BORN, "ana@example.org").await.unwrap();
    assert_full(&scene, freda, patient).await;
    scene.run("update links set closed_at = closed_at - interval '1 day' where closed_by = 'use'").await;
    invite(&scene, freda, patient, 8).await.unwrap();
    assert_full(&scene, freda, patient).await;
    // Nor does one that expires count, or one whose attempts are used up.
    scene.run("update links set attempts_left = 0 where closed_at is null and purpose = 'caregiver'").await;
    invite(&scene, freda, patient, 9).await.unwrap();
}

#[tokio::test]
async fn of_two_links_made_at_once_the_second_counts_the_first() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    for number in 1..=4 {
        invite(&scene, freda, patient, number).await.unwrap();
    }
    let mut fifth = scene.begin_confirmed(freda).await;
    fifth.invite_caregiver(patient, "Ana", 12, &link(5).1).await.unwrap();
    let (sixth, ()) =
        scene.while_waiting(invite(&scene, freda, patient, 6), async { fifth.commit().await.unwrap() }).await;
    assert!(is_invalid(&sixth, "name"), "{sixth:?}");
}

#[tokio::test]
async fn after_ten_addresses_that_cant_be_used_all_links_of_whoever_made_them_rest_for_a_day() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    scene.linked_patient(maya, "freda@example.org").await;
    let [one, two, three] = [scene.patient(maya).await, scene.patient(maya).await, scene.patient(maya).await];
    let theirs = scene.patient(tomas).await;
    for (patient, number) in [(one, 1), (two, 2), (three, 3)] {
        scene.invite(maya, patient, number).await.unwrap();
    }
    scene.invite(tomas, theirs, 4).await.unwrap();
    for number in [1, 2] {
        for _ in 0..5 {
            let told = scene.accept(number, BORN, "freda@example.org").await;
            assert!(is_invalid(&told, "email"), "{told:?}");
        }
    }
    // The third link, and any that is made now.
    let check = async |number: u8| scene.gate.check_invitation(&link(number).0, None, &NOWHERE).await;
    assert!(matches!(check(3).await, Err(Error::NotFound)));
    scene.invite(maya, one, 5).await.unwrap();
    let accepted = scene.accept(5, BORN, "new@example.org").await;
    assert!(matches!(accepted, Err(Error::NotFound)), "{accepted:?}");
    check(4).await.unwrap();
    scene.run("update sign_in_failures set at = at - interval '1 day'").await;
    check(3).await.unwrap();
    scene.accept(5, BORN, "new@example.org").await.unwrap();
}

#[tokio::test]
async fn a_patients_own_links_for_caregivers_rest_the_same() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    for number in [1, 2, 3] {
        invite(&scene, freda, patient, number).await.unwrap();
    }
    for number in [1, 2] {
        for _ in 0..5 {
            let told = accept(&scene, number, BORN, "maya@example.org").await;
            assert!(is_invalid(&told, "email"), "{told:?}");
        }
    }
    let rests = accept(&scene, 3, BORN, "ana@example.org").await;
    assert!(matches!(rests, Err(Error::NotFound)), "{rests:?}");
}

#[tokio::test]
async fn a_wrong_birth_date_tells_of_no_address_and_counts_for_its_link_alone() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let [one, two, three] = [scene.patient(maya).await, scene.patient(maya).await, scene.patient(maya).await];
    for (patient, number) in [(one, 1), (two, 2), (three, 3)] {
        scene.invite(maya, patient, number).await.unwrap();
    }
    for number in [1, 2] {
        for _ in 0..5 {
            let told = scene.accept(number, WRONG, "maya@example.org").await;
            assert!(is_invalid(&told, "date_of_birth"), "{told:?}");
        }
    }
    scene.accept(3, BORN, "new@example.org").await.unwrap();
}

#[tokio::test]
async fn answers_sent_at_once_by_several_links_are_counted_one_by_one() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    for number in 1..=4 {
        let patient = scene.patient(maya).await;
        scene.invite(maya, patient, number).await.unwrap();
    }
    let answers: Vec<_> = (0..20_u8)
        .map(|number| {
            let gate = scene.gate.clone();
            let answer = crate::scene::answer(&link(1 + number % 4).0, BORN, "maya@example.org");
            let session = crate::scene::new_session(number);
            tokio::spawn(async move {
                gate.accept_invitation((&answer, "hash"), (&[number; 32], &session), None, &NOWHERE).await
            })
        })
        .collect();
    let mut told = 0;
    for answer in answers {
        told += usize::from(matches!(answer.await.unwrap(), Err(Error::Invalid(_))));
    }
    assert_eq!(told, 10);
}
