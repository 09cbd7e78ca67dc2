use chrono::Days;
use store::{Error, PAGE_SIZE};

use crate::clinic::Clinic;

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
    let ends: Vec<_> = rows.iter().map(|row| (row.end_date, row.planned_end_date, row.stop_reason.as_str())).collect();
    let planned = Some(today + Days::new(20));
    assert_eq!(ends, [(Some(today + Days::new(9)), planned, "Not needed"), (Some(today), None, "Nausea")]);
    assert_eq!(rows.iter().map(|row| row.never_began).collect::<Vec<_>>(), [true, false]);
}
