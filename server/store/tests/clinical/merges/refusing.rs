use model::{
    id::{MergeId, PatientId},
    merge::MergeRequest,
};
use store::Error;
use uuid::Uuid;

use super::Twice;

#[tokio::test]
async fn only_who_treats_both_without_an_end_compares_and_merges() {
    let twice = Twice::new().await;
    let clinic = &twice.clinic;
    let (cover, unverified) = (clinic.provider("Cover").await, clinic.unverified_provider("New").await);
    let (former, stranger) = (clinic.provider("Former").await, clinic.provider("Stranger").await);
    for person in [&unverified, &former] {
        clinic.treat(person, twice.survivor).await;
        clinic.treat(person, twice.merged).await;
    }
    clinic.end_relationship(&former, twice.merged).await;
    for patient in [twice.survivor, twice.merged] {
        let pair = "insert into care_relationships (provider_id, patient_id, began_by, ended_at)
                    values ($1, $2, 'cover', now() + interval '1 day')";
        let pair = sqlx::query(pair).bind(cover.provider().0).bind(patient.0);
        pair.execute(&clinic.superuser).await.unwrap();
    }
    let account = clinic.account_of(twice.survivor).await;
    let request = twice.request().await;
    let before = clinic.digests().await;
    for person in [&twice.ben, &twice.cleo, &cover, &unverified, &former, &stranger, &account] {
        assert!(matches!(twice.merge_as(person, &request).await, Err(Error::NotFound)));
        let compared = clinic.begin(person).await.compare_records(twice.survivor, twice.merged).await;
        assert!(matches!(compared, Err(Error::NotFound)));
    }
    for person in [&cover, &unverified, &stranger, &account] {
        let found = clinic.begin(person).await.find_merge_candidates(twice.survivor, "").await;
        assert!(matches!(found, Err(Error::NotFound)));
    }
    // With oneself, and with nobody.
    for other in [twice.survivor, PatientId(Uuid::now_v7())] {
        let request = MergeRequest { merged: other, ..request.clone() };
        assert!(matches!(twice.merge_as(&twice.ana, &request).await, Err(Error::NotFound)));
    }
    assert_eq!(clinic.digests().await, before);
}

#[tokio::test]
async fn what_changed_since_it_was_seen_is_looked_at_again_and_a_reason_is_needed() {
    let twice = Twice::new().await;
    let request = twice.request().await;
    let before = twice.clinic.digests().await;
    for (survivor, merged) in [(1, 0), (0, 1)] {
        let request = MergeRequest {
            survivor_version: request.survivor_version + survivor,
            merged_version: request.merged_version + merged,
            ..request.clone()
        };
        assert!(matches!(twice.merge_as(&twice.ana, &request).await, Err(Error::Changed)));
    }
    let silent = MergeRequest { reason: " ".into(), ..request };
    let refused = twice.merge_as(&twice.ana, &silent).await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].field == "reason"));
    assert_eq!(twice.clinic.digests().await, before);
}

#[tokio::test]
async fn a_merge_that_is_sent_again_is_answered_as_at_first() {
    let twice = Twice::new().await;
    let request = twice.request().await;
    twice.merge_as(&twice.ana, &request).await.unwrap();
    let before = twice.clinic.digests().await;
    twice.merge_as(&twice.ana, &request).await.unwrap();
    let edited = MergeRequest { reason: "Something else".into(), ..request.clone() };
    assert!(matches!(twice.merge_as(&twice.ana, &edited).await, Err(Error::SavedOtherwise)));
    let again = MergeRequest { id: MergeId(Uuid::now_v7()), ..request.clone() };
    assert!(matches!(twice.merge_as(&twice.ana, &again).await, Err(Error::NotFound)));
    // Nobody else learns of the id.
    assert!(matches!(twice.merge_as(&twice.ben, &request).await, Err(Error::NotFound)));
    assert_eq!(twice.clinic.digests().await, before);
}

#[tokio::test]
async fn only_who_treats_the_survivor_undoes_and_once() {
    let twice = Twice::new().await;
    let merge = twice.merge().await;
    let (stranger, cover) = (twice.clinic.provider("Stranger").await, twice.clinic.provider("Cover").await);
    let account = twice.clinic.account_of(twice.survivor).await;
    let pair = "insert into care_relationships (provider_id, patient_id, began_by, ended_at)
                values ($1, $2, 'cover', now() + interval '1 day')";
    let pair = sqlx::query(pair).bind(cover.provider().0).bind(twice.survivor.0);
    pair.execute(&twice.clinic.superuser).await.unwrap();
    let before = twice.clinic.digests().await;
    for person in [&stranger, &cover, &account] {
        assert!(matches!(twice.undo_as(person, merge).await, Err(Error::NotFound)));
    }
    assert!(matches!(twice.undo_as(&twice.ana, MergeId(Uuid::now_v7())).await, Err(Error::NotFound)));
    assert_eq!(twice.clinic.digests().await, before);
    twice.undo_as(&twice.ben, merge).await.unwrap();
    let before = twice.clinic.digests().await;
    twice.undo_as(&twice.ben, merge).await.unwrap();
    assert!(matches!(twice.undo_as(&twice.ana, merge).await, Err(Error::NotFound)));
    assert_eq!(twice.clinic.digests().await, before);
}
