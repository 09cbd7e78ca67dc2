//! Covers go on over a merge: whoever covers reads what the colleague treats now, before it, after it and once it is undone.

use chrono::{TimeDelta, Utc};
use model::{access::AccessRight, id::CoverId, merge::MergeObstacle};
use uuid::Uuid;

use super::Twice;
use crate::clinic::Person;

/// `covering` covers for `covered` from now on.
async fn cover(twice: &Twice, covered: &Person, covering: &Person) {
    let (id, until) = (CoverId(Uuid::now_v7()), (Utc::now() + TimeDelta::days(7)).naive_utc());
    let mut tx = twice.clinic.begin_confirmed(covered).await;
    tx.ask_cover(id, covering.provider(), until).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = twice.clinic.begin_confirmed(covering).await;
    tx.answer_cover(id, true).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn whoever_covers_follows_the_colleague_through_a_merge_and_its_undoing() {
    use AccessRight::{Cover, Treating};
    let twice = Twice::new().await;
    let dora = twice.clinic.provider("Dora").await;
    // Dora treats neither; Ben and Cleo each cover for the other, who treats the other record.
    cover(&twice, &twice.cleo, &dora).await;
    cover(&twice, &twice.cleo, &twice.ben).await;
    cover(&twice, &twice.ben, &twice.cleo).await;
    // By which right each reads the first record, and whether they read the other one.
    let reading = async || {
        let (mut rights, mut reads) = (Vec::new(), Vec::new());
        for person in [&twice.ana, &twice.ben, &twice.cleo, &dora] {
            let header = twice.clinic.begin(person).await.chart_header(twice.survivor).await;
            rights.push(header.ok().map(|header| header.right));
            reads.push(twice.visits(person, twice.merged).await.is_some());
        }
        (rights, reads)
    };
    let apart = (vec![Some(Treating), Some(Treating), Some(Cover), None], vec![true; 4]);
    assert_eq!(reading().await, apart);
    let merge = twice.merge().await;
    let together = (vec![Some(Treating), Some(Treating), Some(Treating), Some(Cover)], vec![false; 4]);
    assert_eq!(reading().await, together);
    twice.undo_as(&twice.ana, merge).await.unwrap();
    assert_eq!(reading().await, apart);
}

/// Whoever covers for somebody else goes on with it when their own treatment ends.
#[tokio::test]
async fn a_treatment_that_ends_leaves_the_cover_for_a_colleague() {
    let twice = Twice::new().await;
    cover(&twice, &twice.ben, &twice.ana).await;
    let mut tx = twice.clinic.begin(&twice.ana).await;
    tx.end_relationship(twice.survivor).await.unwrap();
    tx.commit().await.unwrap();
    let header = twice.clinic.begin(&twice.ana).await.chart_header(twice.survivor).await.unwrap();
    assert_eq!(header.right, AccessRight::Cover);
}

/// The emergency goes on when the cover ends before it: then it would be access to the merged record alone.
#[tokio::test]
async fn an_emergency_behind_a_cover_keeps_two_records_apart() {
    let twice = Twice::new().await;
    let dora = twice.clinic.provider("Dora").await;
    cover(&twice, &twice.cleo, &dora).await;
    let emergency = format!(
        "insert into break_glass_grants (id, provider_id, patient_id, reason, expires_at)
         values (gen_random_uuid(), '{}', MERGED, 'Unconscious in the waiting room', now() + interval '1 hour')",
        dora.provider()
    );
    twice.run(&emergency).await;
    let compared = twice.clinic.begin(&twice.ana).await.compare_records(twice.survivor, twice.merged).await;
    assert_eq!(compared.unwrap().obstacle, Some(MergeObstacle::EmergencyAccess));
}
