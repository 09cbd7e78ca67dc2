use chrono::{TimeDelta, Utc};
use store::PAGE_SIZE;

use crate::clinic::Clinic;

#[tokio::test]
async fn visits_of_this_week_come_in_order_of_time() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let (hers, his) = (clinic.patient(&[&ana], "Freda", "Kris").await, clinic.patient(&[&ben], "Asa", "Toy").await);
    let mut expected = Vec::new();
    for _ in 0..PAGE_SIZE + 3 {
        expected.push(clinic.visit(hers, &ben, clinic.moment()).await);
        clinic.visit(his, &ben, clinic.moment()).await;
    }
    clinic.visit(hers, &ana, Utc::now() - TimeDelta::days(8)).await;
    expected.sort();
    let mut tx = clinic.begin(&ana).await;
    let first = tx.list_visits_this_week(None).await.unwrap();
    let second = tx.list_visits_this_week(first.next.as_ref()).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE_SIZE, 3, None));
    assert_eq!(first.rows[0].provider_name, "Ben Okafor");
    assert_eq!(first.rows[0].patient.full_name(), "Freda Kris");
    let listed: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.id).collect();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn active_prescriptions_come_by_name() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    for (first, last) in [("Émile", "Zola"), ("emil", "Álvarez"), ("Zed", "alvarez")] {
        let patient = clinic.patient(&[&ana], first, last).await;
        for _ in 0..12 {
            clinic.prescription(patient, "Metformin", clinic.today(), None).await;
        }
        clinic
            .prescription(
                patient,
                "Ended",
                clinic.today() - TimeDelta::days(9),
                Some(clinic.today() - TimeDelta::days(1)),
            )
            .await;
    }
    let mut tx = clinic.begin(&ana).await;
    let first = tx.list_active_prescriptions(None).await.unwrap();
    let second = tx.list_active_prescriptions(first.next.as_ref()).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE_SIZE, 36 - PAGE_SIZE, None));
    let rows: Vec<_> = first.rows.iter().chain(&second.rows).collect();
    let names: Vec<_> = rows.chunks(12).map(|rows| rows[0].patient.full_name()).collect();
    assert_eq!(names, ["emil Álvarez", "Zed alvarez", "Émile Zola"]);
    assert!(rows.iter().all(|row| row.medication == "Metformin"));
    let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 36);
}

#[tokio::test]
async fn pending_documents_come_oldest_first() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let newest = clinic.document(patient, Utc::now()).await;
    let mut expected = Vec::new();
    for _ in 0..PAGE_SIZE {
        expected.push(clinic.document(patient, clinic.moment() - TimeDelta::days(1)).await);
    }
    let reviewed = clinic.document(patient, Utc::now()).await;
    expected.sort();
    let mut tx = clinic.begin(&ana).await;
    tx.mark_document_reviewed(reviewed).await.unwrap();
    let first = tx.list_pending_documents(None).await.unwrap();
    let second = tx.list_pending_documents(first.next.as_ref()).await.unwrap();
    assert_eq!(first.rows.iter().map(|row| row.id).collect::<Vec<_>>(), expected);
    assert_eq!(second.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [newest]);
    assert_eq!(second.next, None);
}
