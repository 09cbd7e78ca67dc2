//! What is sent again under the same id, as after a lost answer: the same is saved already, anything else is told.

use chrono::{Days, TimeDelta};
use model::{
    allergy::Severity,
    id::{PatientId, PrescriptionId, VisitId},
    patient::{Address, Demographics, Registration},
    prescription::NewPrescription,
    visit::{VisitContent, Written},
    vitals::Vitals,
};
use store::Error;
use uuid::Uuid;

use crate::{
    clinic::Clinic,
    forms::{content, demographics, prescription, recorded},
};

fn with_dosage(dosage: &str) -> NewPrescription {
    NewPrescription { dosage: dosage.into(), ..prescription("Metformin") }
}

#[tokio::test]
async fn an_edited_visit_is_refused_and_changes_nothing() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let vitals = Vitals { pulse: Some(72.0), temperature: Some(37.2), ..Vitals::default() };
    let prescriptions = vec![with_dosage("500 mg"), prescription("Lisinopril")];
    let first = VisitContent { vitals, prescriptions, ..content(&clinic) };
    let id = VisitId(Uuid::now_v7());
    let mut tx = clinic.begin(&ana).await;
    tx.record_visit(id, patient, &first).await.unwrap();
    tx.commit().await.unwrap();
    let before = clinic.digests().await;
    let edited = [
        VisitContent { local_time: first.local_time - TimeDelta::minutes(1), ..first.clone() },
        VisitContent { chief_complaint: "Dizziness".into(), ..first.clone() },
        VisitContent { diagnosis: "Something else".into(), ..first.clone() },
        VisitContent { notes: "Rest, and call on Monday.".into(), ..first.clone() },
        VisitContent { vitals: Vitals { pulse: Some(73.0), ..first.vitals.clone() }, ..first.clone() },
        VisitContent { prescriptions: vec![with_dosage("850 mg"), prescription("Lisinopril")], ..first.clone() },
        VisitContent { prescriptions: vec![with_dosage("500 mg")], ..first.clone() },
        VisitContent { prescriptions: Vec::new(), ..first.clone() },
    ];
    for content in &edited {
        let mut tx = clinic.begin(&ana).await;
        let answer = tx.record_visit(id, patient, content).await;
        assert!(matches!(answer, Err(Error::SavedOtherwise)), "{content:?}: {answer:?}");
        tx.commit().await.unwrap();
    }
    let mut tx = clinic.begin(&ana).await;
    assert_eq!(tx.record_visit(id, patient, &first).await.unwrap(), Written::Saved(id));
    tx.commit().await.unwrap();
    assert_eq!(clinic.digests().await, before);
}

#[tokio::test]
async fn a_visit_is_the_same_whatever_became_of_it_since() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let planned = NewPrescription { end_date: Some(clinic.today() + Days::new(9)), ..prescription("Metformin") };
    let first = VisitContent { prescriptions: vec![planned], ..content(&clinic) };
    let id = VisitId(Uuid::now_v7());
    let mut tx = clinic.begin(&ana).await;
    tx.record_visit(id, patient, &first).await.unwrap();
    let amended = VisitContent { notes: "Corrected.".into(), prescriptions: Vec::new(), ..first.clone() };
    for version in 1..3 {
        tx.amend_visit(id, version, "a reason", &amended).await.unwrap();
    }
    let prescribed = tx.list_prescriptions(patient, None).await.unwrap().rows[0].id;
    tx.stop_prescription(prescribed, "Nausea").await.unwrap();
    assert_eq!(tx.record_visit(id, patient, &first).await.unwrap(), Written::Saved(id));
    let as_amended = VisitContent { prescriptions: first.prescriptions.clone(), ..amended };
    assert!(matches!(tx.record_visit(id, patient, &as_amended).await, Err(Error::SavedOtherwise)));
    tx.mark_visit_entered_in_error(id, "wrong patient").await.unwrap();
    assert_eq!(tx.record_visit(id, patient, &first).await.unwrap(), Written::Saved(id));
}

#[tokio::test]
async fn the_reason_against_an_allergy_is_part_of_what_was_sent() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let id = VisitId(Uuid::now_v7());
    let mut tx = clinic.begin(&ana).await;
    tx.update_allergies(patient, 1, &recorded(&[("Penicillin", Severity::Severe)])).await.unwrap();
    let with = |reason: &str| VisitContent {
        prescriptions: vec![prescription("Penicillin V"), prescription("Metformin")],
        allergy_override_reason: Some(reason.into()),
        ..content(&clinic)
    };
    assert_eq!(tx.record_visit(id, patient, &with("Tolerated")).await.unwrap(), Written::Saved(id));
    assert_eq!(tx.record_visit(id, patient, &with("Tolerated")).await.unwrap(), Written::Saved(id));
    let other = tx.record_visit(id, patient, &with("No alternative")).await;
    assert!(matches!(other, Err(Error::SavedOtherwise)), "{other:?}");
}

#[tokio::test]
async fn an_edited_prescription_is_refused_and_changes_nothing() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let other = clinic.patient(&[&ana], "Asa", "Toy").await;
    let id = PrescriptionId(Uuid::now_v7());
    let first = prescription("Metformin");
    let mut tx = clinic.begin(&ana).await;
    for _ in 0..2 {
        assert_eq!(tx.start_prescription(id, patient, &first).await.unwrap(), Written::Saved(id));
    }
    for edited in [
        prescription("Something else"),
        with_dosage("2 tablets"),
        NewPrescription { frequency: "daily".into(), ..first.clone() },
        NewPrescription { start_date: first.start_date + Days::new(1), ..first.clone() },
        NewPrescription { end_date: Some(clinic.today()), ..first.clone() },
    ] {
        let answer = tx.start_prescription(id, patient, &edited).await;
        assert!(matches!(answer, Err(Error::SavedOtherwise)), "{edited:?}: {answer:?}");
    }
    let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    let row = (rows[0].medication.as_str(), rows[0].dosage.as_str(), rows[0].prescribed_by.as_str());
    assert_eq!(row, ("Metformin", "1 tablet", "Ana Ibarra"));
    let taken = tx.start_prescription(id, other, &first).await;
    assert!(matches!(taken, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_edited_registration_is_refused_and_changes_nothing() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let id = PatientId(Uuid::now_v7());
    let first = demographics("Freda", "Kris");
    let mut tx = clinic.begin(&ana).await;
    tx.register_patient(id, &first, &[]).await.unwrap();
    for edited in [
        demographics("Frida", "Kris"),
        Demographics { blood_type: None, ..first.clone() },
        Demographics { address: Address { phone: "555".into(), ..first.address.clone() }, ..first.clone() },
    ] {
        let answer = tx.register_patient(id, &edited, &[]).await;
        assert!(matches!(answer, Err(Error::SavedOtherwise)), "{edited:?}: {answer:?}");
    }
    assert_eq!(tx.chart_header(id).await.unwrap().demographics, first);
    // Also after the record was edited.
    tx.update_demographics(id, 1, &demographics("Frida", "Kris")).await.unwrap();
    assert_eq!(tx.register_patient(id, &first, &[]).await.unwrap(), Registration::Registered(id));
}
