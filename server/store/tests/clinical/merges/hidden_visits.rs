//! A visit that was entered in error is hidden from the patient, in whichever of the two records it is.

use model::id::PatientId;

use super::Twice;
use crate::clinic::Person;

/// How many visits, versions, addenda and prescriptions the account reads, and how many visits it is told of.
async fn read(twice: &Twice, account: &Person, patient: PatientId) -> ([usize; 4], usize) {
    let mut tx = twice.clinic.begin(account).await;
    let visits = tx.list_visits(patient, None).await.unwrap().rows;
    let prescriptions = tx.list_prescriptions(patient, None).await.unwrap().rows.len();
    let versions = visits.iter().map(|row| usize::try_from(row.amendments).unwrap()).sum();
    let addenda = visits.iter().map(|row| row.addenda.len()).sum();
    let hidden = tx.chart_header(patient).await.unwrap().hidden_visits.len();
    ([visits.len(), versions, addenda, prescriptions], hidden)
}

#[tokio::test]
async fn what_is_hidden_stays_hidden_when_it_moves() {
    let twice = Twice::new().await;
    let account = twice.clinic.account_of(twice.merged).await;
    let visit = super::merging::fill(&twice).await;
    // Cleo's, who prescribed it in the visit.
    twice.run("update prescriptions set provider_id = (select provider_id from visits v where v.id = visit_id)").await;
    assert_eq!(read(&twice, &account, twice.merged).await, ([1, 1, 1, 2], 0));
    let mut tx = twice.clinic.begin(&twice.cleo).await;
    tx.mark_visit_entered_in_error(visit, "Another person's").await.unwrap();
    tx.commit().await.unwrap();
    let hidden = ([0, 0, 0, 1], 1);
    assert_eq!(read(&twice, &account, twice.merged).await, hidden);
    let merge = twice.merge().await;
    assert_eq!(read(&twice, &account, twice.survivor).await, hidden);
    // Whoever treated either record sees it, struck out.
    assert_eq!(read(&twice, &twice.ben, twice.survivor).await, ([1, 1, 1, 2], 0));
    twice.undo_as(&twice.ana, merge).await.unwrap();
    assert_eq!(read(&twice, &account, twice.merged).await, hidden);
}
