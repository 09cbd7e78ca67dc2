use model::{id::VisitId, merge::MergeRequest};
use store::Error;
use uuid::Uuid;

use super::Twice;
use crate::forms::content;

/// Waits until a statement of the application waits for another one's lock.
async fn somebody_waits(twice: &Twice) {
    let waiting = "select count(*) from pg_stat_activity
                    where datname = current_database() and usename = 'carechart_app' and wait_event_type = 'Lock'";
    loop {
        let waiting: i64 = sqlx::query_scalar(waiting).fetch_one(&twice.clinic.superuser).await.unwrap();
        if waiting > 0 {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn of_the_same_merge_sent_twice_at_once_one_is_done_and_both_are_answered() {
    let twice = Twice::new().await;
    let request = twice.request().await;
    let (first, second) = tokio::join!(twice.merge_as(&twice.ana, &request), twice.merge_as(&twice.ana, &request));
    first.unwrap();
    second.unwrap();
    let events = twice.clinic.audit_events().await;
    assert_eq!(events.iter().filter(|(action, ..)| action == "patient.merge").count(), 2, "one for each record");
}

#[tokio::test]
async fn of_two_merges_in_opposite_directions_one_is_done() {
    let twice = Twice::new().await;
    twice.clinic.treat(&twice.ben, twice.merged).await;
    let there = twice.request().await;
    let back = MergeRequest {
        id: model::id::MergeId(Uuid::now_v7()),
        survivor: there.merged,
        survivor_version: there.merged_version,
        merged: there.survivor,
        merged_version: there.survivor_version,
        ..there.clone()
    };
    let (there, back) = tokio::join!(twice.merge_as(&twice.ana, &there), twice.merge_as(&twice.ben, &back));
    assert!(there.is_ok() != back.is_ok(), "{there:?} {back:?}");
    let open: i64 = sqlx::query_scalar("select count(*) from patient_merges where undone_at is null")
        .fetch_one(&twice.clinic.superuser)
        .await
        .unwrap();
    assert_eq!(open, 1);
}

#[tokio::test]
async fn a_visit_that_is_being_written_moves_along() {
    let twice = Twice::new().await;
    let request = twice.request().await;
    let mut writing = twice.clinic.begin(&twice.cleo).await;
    writing.record_visit(VisitId(Uuid::now_v7()), twice.merged, &content(&twice.clinic)).await.unwrap();
    let write = async {
        somebody_waits(&twice).await;
        writing.commit().await
    };
    let (merged, written) = tokio::join!(twice.merge_as(&twice.ana, &request), write);
    merged.unwrap();
    written.unwrap();
    assert_eq!(twice.rows_of(twice.survivor).await, [("visits".to_owned(), 1)]);
    assert_eq!(twice.rows_of(twice.merged).await, []);
}

#[tokio::test]
async fn a_visit_that_comes_while_the_records_are_merged_is_refused() {
    let twice = Twice::new().await;
    let request = twice.request().await;
    let mut merging = twice.clinic.begin_confirmed(&twice.ana).await;
    merging.merge_records(&request).await.unwrap();
    let mut writing = twice.clinic.begin(&twice.cleo).await;
    let content = content(&twice.clinic);
    let merge = async {
        somebody_waits(&twice).await;
        merging.commit().await
    };
    let (written, merged) = tokio::join!(writing.record_visit(VisitId(Uuid::now_v7()), twice.merged, &content), merge);
    merged.unwrap();
    assert!(matches!(written, Err(Error::NotFound)), "{written:?}");
    assert_eq!(twice.rows_of(twice.merged).await, []);
}
