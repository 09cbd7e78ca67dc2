use chrono::{TimeDelta, Utc};
use model::{
    id::VisitId,
    visit::{VisitContent, Written},
    vitals::Vitals,
};
use store::{Error, PAGE_SIZE};
use uuid::Uuid;

use crate::{
    clinic::Clinic,
    forms::{content, prescription},
};

fn new_id() -> VisitId {
    VisitId(Uuid::now_v7())
}

#[tokio::test]
async fn a_visit_is_written_once_with_what_was_measured() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let vitals = Vitals { pulse: Some(72.0), temperature: Some(37.2), ..Vitals::default() };
    let first = VisitContent { vitals: vitals.clone(), ..content(&clinic) };
    let id = new_id();
    for _ in 0..2 {
        let mut tx = clinic.begin(&ana).await;
        assert_eq!(tx.record_visit(id, patient, &first).await.unwrap(), Written::Saved(id));
        tx.commit().await.unwrap();
    }
    let mut tx = clinic.begin(&ana).await;
    let rows = tx.list_visits(patient, None).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    let visit = &rows[0];
    assert_eq!((visit.time.local, visit.diagnosis.as_str()), (first.local_time, "Hypertension"));
    assert_eq!((&visit.vitals, visit.is_mine, visit.version), (&vitals, true, 1));
    assert_eq!((visit.provider_name.as_str(), visit.provider_specialty.as_str()), ("Ana Ibarra", "Family medicine"));
}

#[tokio::test]
async fn a_form_sent_twice_at_once_writes_one_visit() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let content = VisitContent { prescriptions: vec![prescription("Metformin")], ..content(&clinic) };
    let id = new_id();
    let (mut first, mut second) = (clinic.begin(&ana).await, clinic.begin(&ana).await);
    first.record_visit(id, patient, &content).await.unwrap();
    // The second waits for the first one's row, and then finds it.
    let (written, committed) = tokio::join!(second.record_visit(id, patient, &content), first.commit());
    committed.unwrap();
    assert_eq!(written.unwrap(), Written::Saved(id));
    second.commit().await.unwrap();
    let mut tx = clinic.begin(&ana).await;
    assert_eq!(tx.list_visits(patient, None).await.unwrap().rows.len(), 1);
    assert_eq!(tx.list_prescriptions(patient, None).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn an_id_that_is_taken_is_not_found() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let (hers, his) = (clinic.patient(&[&ana], "Freda", "Kris").await, clinic.patient(&[&ben], "Asa", "Toy").await);
    let id = clinic.visit(hers, &ana, Utc::now()).await;
    let mut tx = clinic.begin(&ben).await;
    assert!(matches!(tx.record_visit(id, his, &content(&clinic)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_visit_may_be_long_past_but_not_days_ahead() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let mut tx = clinic.begin(&ana).await;
    for (offset, is_accepted) in [(-20_000, true), (0, true), (2, false)] {
        let moved =
            VisitContent { local_time: content(&clinic).local_time + TimeDelta::days(offset), ..content(&clinic) };
        match tx.record_visit(new_id(), patient, &moved).await {
            Ok(written) => assert!(is_accepted, "{written:?}"),
            Err(Error::Invalid(errors)) => assert_eq!((errors[0].field.as_str(), is_accepted), ("visit_date", false)),
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn visits_and_vitals_page_in_order_of_time() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    for number in 0..PAGE_SIZE + 5 {
        // Several at the same moment, as an import with dates only has them.
        clinic.visit(patient, &ana, clinic.moment() - TimeDelta::days(number as i64 / 10)).await;
    }
    let mut tx = clinic.begin(&ana).await;
    let first = tx.list_visits(patient, None).await.unwrap();
    let second = tx.list_visits(patient, first.next.as_ref()).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE_SIZE, 5, None));
    let all: Vec<_> = first.rows.iter().chain(&second.rows).collect();
    assert!(all.windows(2).all(|pair| (pair[0].time, pair[0].id) > (pair[1].time, pair[1].id)));
    assert!(tx.list_vitals(patient).await.unwrap().is_empty());
    for day in [3, 1, 2] {
        let vitals = Vitals { pulse: Some(60.0 + f64::from(day)), ..Vitals::default() };
        let local_time = content(&clinic).local_time - TimeDelta::days(i64::from(day));
        let content = VisitContent { vitals, local_time, ..content(&clinic) };
        tx.record_visit(new_id(), patient, &content).await.unwrap();
    }
    let pulses: Vec<_> = tx.list_vitals(patient).await.unwrap().iter().map(|at| at.vitals.pulse).collect();
    assert_eq!(pulses, [Some(63.0), Some(62.0), Some(61.0)]);
}
