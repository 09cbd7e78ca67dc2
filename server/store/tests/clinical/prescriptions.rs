use chrono::Days;
use model::{id::PrescriptionId, visit::Written};
use store::{Error, PAGE_SIZE};
use uuid::Uuid;

use crate::{clinic::Clinic, forms::prescription};

#[tokio::test]
async fn active_ones_come_first_then_the_latest_start_across_pages() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let today = clinic.today();
    for number in 0..20 {
        clinic.prescription(patient, "Active", today - Days::new(number % 3), None).await;
        clinic.prescription(patient, "Ended", today - Days::new(9 + number % 2), Some(today - Days::new(1))).await;
    }
    let mut tx = clinic.begin(&ana).await;
    let first = tx.list_prescriptions(patient, None).await.unwrap();
    let second = tx.list_prescriptions(patient, first.next.as_ref()).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE_SIZE, 40 - PAGE_SIZE, None));
    let rows: Vec<_> = first.rows.iter().chain(&second.rows).collect();
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse((row.is_active_today, row.start_date, row.id))));
    assert!(rows.iter().all(|row| row.is_active_today == (row.medication == "Active")));
}

#[tokio::test]
async fn starting_twice_writes_once() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let other = clinic.patient(&[&ana], "Asa", "Toy").await;
    let id = PrescriptionId(Uuid::now_v7());
    let mut tx = clinic.begin(&ana).await;
    for medication in ["Metformin", "Something else"] {
        assert_eq!(tx.start_prescription(id, patient, &prescription(medication)).await.unwrap(), Written::Saved(id));
    }
    let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].medication.as_str(), rows[0].prescribed_by.as_str()), ("Metformin", "Ana Ibarra"));
    let taken = tx.start_prescription(id, other, &prescription("Metformin")).await;
    assert!(matches!(taken, Err(Error::NotFound)));
}

#[tokio::test]
async fn any_treating_provider_stops_and_the_first_reason_stays() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let today = clinic.today();
    let current = clinic.prescription(patient, "Metformin", today - Days::new(9), None).await;
    let future = clinic.prescription(patient, "Statin", today + Days::new(9), Some(today + Days::new(20))).await;
    let mut tx = clinic.begin(&ben).await;
    for (id, reason) in [(current, "Nausea"), (current, "Second thoughts"), (future, "Not needed")] {
        tx.stop_prescription(id, reason).await.unwrap();
    }
    assert!(
        matches!(tx.stop_prescription(current, "  ").await, Err(Error::Invalid(errors)) if errors[0].field == "reason")
    );
    let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
    assert!(rows.iter().all(|row| !row.is_active_today));
    let ends: Vec<_> = rows.iter().map(|row| (row.end_date, row.stop_reason.as_str())).collect();
    assert_eq!(ends, [(Some(today + Days::new(9)), "Not needed"), (Some(today), "Nausea")]);
}

#[tokio::test]
async fn only_who_prescribed_it_marks_it_as_entered_in_error() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let id = PrescriptionId(Uuid::now_v7());
    let mut tx = clinic.begin(&ana).await;
    tx.start_prescription(id, patient, &prescription("Metformin")).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = clinic.begin(&ben).await;
    assert!(!tx.list_prescriptions(patient, None).await.unwrap().rows[0].is_mine);
    assert!(matches!(tx.mark_prescription_entered_in_error(id, "no").await, Err(Error::NotFound)));
    let mut tx = clinic.begin(&ana).await;
    tx.mark_prescription_entered_in_error(id, "wrong patient").await.unwrap();
    tx.mark_prescription_entered_in_error(id, "again").await.unwrap();
    let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
    assert!(rows[0].is_mine && !rows[0].is_active_today);
    assert_eq!(rows[0].entered_in_error.as_ref().unwrap().reason, "wrong patient");
    assert_eq!(tx.dashboard_counts().await.unwrap().active_prescriptions, 0);
}
