use chrono::{Days, TimeDelta, Utc};
use model::dashboard::DashboardCounts;

use crate::clinic::Clinic;

#[tokio::test]
async fn counts_are_over_the_callers_patients_only() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let (hers, his) = (clinic.patient(&[&ana], "Freda", "Kris").await, clinic.patient(&[&ben], "Asa", "Toy").await);
    for patient in [hers, his] {
        clinic.visit(patient, &ben, Utc::now()).await;
        clinic.visit(patient, &ben, Utc::now() - TimeDelta::days(8)).await;
        clinic.prescription(patient, "Metformin", clinic.today(), None).await;
        clinic.prescription(patient, "Ended", clinic.today() - Days::new(9), Some(clinic.today() - Days::new(1))).await;
        clinic.prescription(patient, "Ends today", clinic.today(), Some(clinic.today())).await;
        clinic.prescription(patient, "Begins tomorrow", clinic.today() + Days::new(1), None).await;
        clinic.document(patient, Utc::now()).await;
    }
    let mut tx = clinic.begin(&ana).await;
    let expected = DashboardCounts {
        total_patients: 1,
        visits_this_week: 1,
        active_prescriptions: 2,
        pending_documents: 1,
        waiting_questions: 0,
    };
    assert_eq!(tx.dashboard_counts().await.unwrap(), expected);
}

#[tokio::test]
async fn what_was_entered_in_error_or_reviewed_is_not_counted() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let visit = clinic.visit(patient, &ana, Utc::now()).await;
    let (reviewed, misfiled) = (clinic.document(patient, Utc::now()).await, clinic.document(patient, Utc::now()).await);
    let mut tx = clinic.begin(&ana).await;
    tx.mark_visit_entered_in_error(visit, "wrong patient").await.unwrap();
    tx.mark_document_reviewed(reviewed).await.unwrap();
    tx.mark_document_entered_in_error(misfiled, "wrong patient").await.unwrap();
    let expected = DashboardCounts { total_patients: 1, ..DashboardCounts::default() };
    assert_eq!(tx.dashboard_counts().await.unwrap(), expected);
}

#[tokio::test]
async fn who_treats_nobody_counts_nothing() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    clinic.visit(patient, &ana, Utc::now()).await;
    let account = clinic.account_of(patient).await;
    let mut tx = clinic.begin(&account).await;
    assert_eq!(tx.dashboard_counts().await.unwrap(), DashboardCounts::default());
    clinic.end_relationship(&ana, patient).await;
    let mut tx = clinic.begin(&ana).await;
    assert_eq!(tx.dashboard_counts().await.unwrap(), DashboardCounts::default());
}
