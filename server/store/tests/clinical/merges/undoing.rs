use model::{allergy::AllergyStatus, id::VisitId, visit::Written};
use uuid::Uuid;

use super::{
    Twice,
    merging::{fill, filled},
};
use crate::forms::{content, prescription};

/// Who treats the patient, by name, and how it began.
async fn treating(twice: &Twice, patient: model::id::PatientId) -> Vec<(String, String)> {
    let pairs = "select r.display_name, c.began_by
                   from care_relationships c join providers r on r.id = c.provider_id
                  where c.patient_id = $1 and c.ended_at is null order by 1";
    sqlx::query_as(pairs).bind(patient.0).fetch_all(&twice.clinic.superuser).await.unwrap()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, began)| ((*name).to_owned(), (*began).to_owned())).collect()
}

#[tokio::test]
async fn what_moved_goes_back_and_everybody_treats_whom_they_treated() {
    let twice = Twice::new().await;
    fill(&twice).await;
    let account = twice.clinic.account_of(twice.merged).await;
    twice.run("update patients set allergy_status = 'none_known', version = version + 1 where id = SURVIVOR").await;
    let merge = twice.merge().await;
    let all = [("Ana", "registration"), ("Ben", "registration"), ("Cleo", "merge")];
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&all));
    assert_eq!(treating(&twice, twice.merged).await, []);
    // Cleo, who never treated the survivor by herself, may undo it, too.
    twice.undo_as(&twice.cleo, merge).await.unwrap();

    assert_eq!(twice.rows_of(twice.survivor).await, []);
    assert_eq!(twice.rows_of(twice.merged).await, filled());
    let (ana, ben, cleo) = (("Ana", "registration"), ("Ben", "registration"), ("Cleo", "registration"));
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&[ana, ben]));
    assert_eq!(treating(&twice, twice.merged).await, pairs(&[ana, cleo]));
    assert_eq!(twice.visits(&twice.ben, twice.merged).await, None);
    assert_eq!(twice.visits(&twice.cleo, twice.survivor).await, None);
    assert_eq!(twice.clinic.begin(&account).await.my_record().await.unwrap().id, twice.merged);
    let header = twice.clinic.begin(&twice.ana).await.chart_header(twice.survivor).await.unwrap();
    assert_eq!((header.allergy_status, header.allergies.len()), (AllergyStatus::NoneKnown, 0));
    assert_eq!((header.has_account, header.includes.len()), (false, 0));
    assert_eq!(twice.clinic.derived_allergies(twice.survivor).await, Vec::<String>::new());
    let events = twice.clinic.audit_events().await;
    for patient in [twice.survivor, twice.merged] {
        assert!(events.contains(&("patient.undo_merge".into(), Some(patient.0), Some(merge.0))), "{events:?}");
    }
    // The two may be merged again.
    twice.merge().await;
    assert_eq!(twice.rows_of(twice.merged).await, []);
}

#[tokio::test]
async fn what_was_added_since_stays_but_for_what_hangs_on_a_visit() {
    let twice = Twice::new().await;
    let moved = fill(&twice).await;
    let merge = twice.merge().await;
    let mut tx = twice.clinic.begin(&twice.cleo).await;
    let visit = VisitId(Uuid::now_v7());
    let written = tx.record_visit(visit, twice.survivor, &content(&twice.clinic)).await.unwrap();
    assert_eq!(written, Written::Saved(visit));
    let started = model::id::PrescriptionId(Uuid::now_v7());
    tx.start_prescription(started, twice.survivor, &prescription("Aspirin")).await.unwrap();
    tx.add_addendum(moved, "Later.").await.unwrap();
    tx.commit().await.unwrap();
    let header = twice.clinic.begin(&twice.ana).await.chart_header(twice.survivor).await.unwrap();
    assert_eq!(header.includes[0].added_since, 2);
    twice.undo_as(&twice.ana, merge).await.unwrap();
    assert_eq!(twice.rows_of(twice.survivor).await, [("prescriptions".to_owned(), 1), ("visits".to_owned(), 1)]);
    let mut expected = filled();
    expected[4].1 = 2;
    assert_eq!(twice.rows_of(twice.merged).await, expected);
}

#[tokio::test]
async fn a_treatment_that_ended_meanwhile_stays_ended_and_no_record_is_left_alone() {
    let twice = Twice::new().await;
    let merge = twice.merge().await;
    twice.clinic.end_relationship(&twice.cleo, twice.survivor).await;
    twice.clinic.end_relationship(&twice.ana, twice.survivor).await;
    twice.undo_as(&twice.ben, merge).await.unwrap();
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&[("Ben", "registration")]));
    assert_eq!(treating(&twice, twice.merged).await, pairs(&[("Ben", "merge")]));
}

#[tokio::test]
async fn who_came_by_two_merges_goes_with_the_second_one_that_is_undone() {
    let twice = Twice::new().await;
    let first = twice.merge().await;
    let third = twice.clinic.patient(&[&twice.ana, &twice.cleo], "Fred", "Kris").await;
    let request = model::merge::MergeRequest { merged: third, merged_version: 1, ..twice.request().await };
    twice.merge_as(&twice.ana, &request).await.unwrap();
    let all = [("Ana", "registration"), ("Ben", "registration"), ("Cleo", "merge")];
    twice.undo_as(&twice.ana, first).await.unwrap();
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&all));
    twice.undo_as(&twice.ana, request.id).await.unwrap();
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&all[..2]));
}

#[tokio::test]
async fn whoever_is_the_last_to_treat_the_survivor_stays() {
    let twice = Twice::new().await;
    let merge = twice.merge().await;
    twice.clinic.end_relationship(&twice.ana, twice.survivor).await;
    twice.clinic.end_relationship(&twice.ben, twice.survivor).await;
    twice.undo_as(&twice.cleo, merge).await.unwrap();
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&[("Cleo", "merge")]));
    assert_eq!(treating(&twice, twice.merged).await, pairs(&[("Cleo", "registration")]));
}

#[tokio::test]
async fn a_suspended_provider_isnt_somebody_who_treats() {
    let twice = Twice::new().await;
    let merge = twice.merge().await;
    for suspended in [&twice.ana, &twice.cleo] {
        twice.run(&format!("update users set suspended_at = now() where id = '{}'", suspended.user())).await;
    }
    twice.undo_as(&twice.ben, merge).await.unwrap();
    let all = [("Ana", "registration"), ("Ben", "merge"), ("Cleo", "registration")];
    assert_eq!(treating(&twice, twice.merged).await, pairs(&all));
}

#[tokio::test]
async fn what_two_merged_records_say_is_an_allergy_until_both_are_undone() {
    let twice = Twice::new().await;
    let third = twice.clinic.patient(&[&twice.ana], "Fred", "Kris").await;
    for patient in [twice.merged, third] {
        twice
            .run(&format!(
                "insert into patient_allergies (id, patient_id, substance) values (gen_random_uuid(), '{patient}', 'Latex')"
            ))
            .await;
    }
    let first = twice.merge().await;
    let second = model::merge::MergeRequest { merged: third, merged_version: 1, ..twice.request().await };
    twice.merge_as(&twice.ana, &second).await.unwrap();
    for (merge, expected) in [(first, (AllergyStatus::Recorded, 1)), (second.id, (AllergyStatus::Unknown, 0))] {
        twice.undo_as(&twice.ana, merge).await.unwrap();
        let header = twice.clinic.begin(&twice.ana).await.chart_header(twice.survivor).await.unwrap();
        assert_eq!((header.allergy_status, header.allergies.len()), expected);
    }
}

#[tokio::test]
async fn who_ended_what_a_merge_began_isnt_left_behind_by_a_later_one() {
    let twice = Twice::new().await;
    twice.merge().await;
    twice.clinic.end_relationship(&twice.cleo, twice.survivor).await;
    let third = twice.clinic.patient(&[&twice.ana, &twice.cleo], "Fred", "Kris").await;
    let request = model::merge::MergeRequest { merged: third, merged_version: 1, ..twice.request().await };
    twice.merge_as(&twice.ana, &request).await.unwrap();
    twice.undo_as(&twice.ana, request.id).await.unwrap();
    let own = [("Ana", "registration"), ("Ben", "registration")];
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&own));
    assert_eq!(treating(&twice, third).await, pairs(&[("Ana", "registration"), ("Cleo", "registration")]));
}

#[tokio::test]
async fn who_stayed_because_nobody_else_would_isnt_taken_away_by_a_later_merge() {
    let twice = Twice::new().await;
    let merge = twice.merge().await;
    twice.clinic.end_relationship(&twice.ana, twice.survivor).await;
    twice.clinic.end_relationship(&twice.ben, twice.survivor).await;
    twice.undo_as(&twice.cleo, merge).await.unwrap();
    twice.run("update care_relationships set ended_at = null where patient_id = SURVIVOR").await;
    let third = twice.clinic.patient(&[&twice.cleo], "Fred", "Kris").await;
    let request = model::merge::MergeRequest { merged: third, merged_version: 1, ..twice.request().await };
    twice.merge_as(&twice.cleo, &request).await.unwrap();
    twice.undo_as(&twice.cleo, request.id).await.unwrap();
    let all = [("Ana", "registration"), ("Ben", "registration"), ("Cleo", "merge")];
    assert_eq!(treating(&twice, twice.survivor).await, pairs(&all));
}
