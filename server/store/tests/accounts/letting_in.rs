//! Whatever lets somebody in asks who it is: in a session whose person hasn't proved it lately, each is refused, and nothing is
//! left of it.

use chrono::{TimeDelta, Utc};
use model::{
    id::{CoverId, HandoverId, MergeId, PatientId},
    merge::MergeRequest,
};
use store::{Error, Transaction};
use uuid::Uuid;

use crate::scene::{Provider, Scene, link};

fn refused<T: std::fmt::Debug>(what: &str, answer: Result<T, Error>) {
    assert!(matches!(answer, Err(Error::ConfirmationRequired)), "{what}: {answer:?}");
}

/// Who is let in, or may be.
async fn let_in(scene: &Scene) -> i64 {
    let count = "select (select count(*) from care_relationships) + (select count(*) from links)
                        + (select count(*) from caregivers) + (select count(*) from handovers where accepted_at is not null)
                        + (select count(*) from covers where accepted_at is not null) + (select count(*) from patient_merges)";
    sqlx::query_scalar(count).fetch_one(&scene.superuser).await.unwrap()
}

/// A handover and a cover that wait for the colleague's answer.
async fn ask(scene: &Scene, by: Provider, colleague: Provider, patient: PatientId) -> (HandoverId, CoverId) {
    let (handover, cover) = (HandoverId(Uuid::now_v7()), CoverId(Uuid::now_v7()));
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.ask_handover(handover, patient, colleague.id).await.unwrap();
    tx.ask_cover(cover, colleague.id, (Utc::now() + TimeDelta::days(1)).naive_utc()).await.unwrap();
    tx.commit().await.unwrap();
    (handover, cover)
}

#[tokio::test]
async fn at_a_browser_that_was_left_open_nobody_is_let_in() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (own, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let (patient, other) = (scene.patient(maya).await, scene.patient(maya).await);
    scene.run("update patients set date_of_birth = current_date - 400, version = version + 1").await;
    let (handover, cover) = ask(&scene, maya, tomas, patient).await;
    let before = let_in(&scene).await;
    let begin = async |user| -> Transaction { scene.begin(user).await };

    refused("sharing", begin(maya.user).await.share_chart(patient, tomas.id).await);
    refused("inviting", begin(maya.user).await.invite_patient(patient, &link(1).1).await);
    refused("a child's caregiver", begin(maya.user).await.invite_caregiver(patient, "Ana", 1, &link(2).1).await);
    refused("one's own caregiver", begin(freda).await.invite_caregiver(own, "Ana", 1, &link(3).1).await);
    let again = begin(maya.user).await.ask_handover(HandoverId(Uuid::now_v7()), other, tomas.id).await;
    refused("handing over", again);
    refused("taking over", begin(tomas.user).await.answer_handover(handover, true).await);
    let until = (Utc::now() + TimeDelta::days(2)).naive_utc();
    refused("asking for a cover", begin(maya.user).await.ask_cover(CoverId(Uuid::now_v7()), tomas.id, until).await);
    refused("covering", begin(tomas.user).await.answer_cover(cover, true).await);
    let (id, reason) = (MergeId(Uuid::now_v7()), "The same insurance card.".to_owned());
    let request = MergeRequest { id, survivor: patient, survivor_version: 2, merged: other, merged_version: 2, reason };
    refused("merging", begin(maya.user).await.merge_records(&request).await);
    assert_eq!(let_in(&scene).await, before);

    // Whoever refuses lets nobody in, and isn't asked.
    let mut tx = begin(tomas.user).await;
    tx.answer_handover(handover, false).await.unwrap();
    tx.answer_cover(cover, false).await.unwrap();
    tx.commit().await.unwrap();
}
