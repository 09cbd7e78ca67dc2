use model::{
    allergy::Severity,
    id::{PatientId, PrescriptionId, VisitId},
    visit::{VisitContent, Written},
};
use uuid::Uuid;

use crate::{
    clinic::{Clinic, Person},
    forms::{content, prescription, recorded},
};

async fn allergic_to_penicillin(clinic: &Clinic, ana: &Person) -> PatientId {
    let patient = clinic.patient(&[ana], "Freda", "Kris").await;
    let mut tx = clinic.begin(ana).await;
    tx.update_allergies(patient, 1, &recorded(&[("Penicillin V", Severity::Severe)])).await.unwrap();
    tx.commit().await.unwrap();
    patient
}

#[tokio::test]
async fn a_visit_with_a_conflicting_prescription_waits_for_a_reason() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = allergic_to_penicillin(&clinic, &ana).await;
    let visit = VisitId(Uuid::now_v7());
    let asked = VisitContent {
        prescriptions: vec![prescription("Metformin 500 MG"), prescription("Amoxicillin 250 MG Oral Capsule")],
        ..content(&clinic)
    };
    let mut tx = clinic.begin(&ana).await;
    match tx.record_visit(visit, patient, &asked).await.unwrap() {
        Written::AllergyConflicts(conflicts) => {
            assert_eq!(conflicts.len(), 1);
            assert_eq!(conflicts[0].medication, "Amoxicillin 250 MG Oral Capsule");
            assert_eq!((conflicts[0].substance.as_str(), conflicts[0].severity), ("Penicillin V", Severity::Severe));
        }
        saved => panic!("{saved:?}"),
    }
    assert!(tx.list_visits(patient, None).await.unwrap().rows.is_empty());
    assert!(tx.list_prescriptions(patient, None).await.unwrap().rows.is_empty());

    let answered = VisitContent { allergy_override_reason: Some("Tolerated in 2024".into()), ..asked };
    assert_eq!(tx.record_visit(visit, patient, &answered).await.unwrap(), Written::Saved(visit));
    let mut rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
    rows.sort_by(|one, other| one.medication.cmp(&other.medication));
    let reasons: Vec<_> = rows.iter().map(|row| row.allergy_override_reason.as_str()).collect();
    assert_eq!(reasons, ["Tolerated in 2024", ""]);
    assert!(rows.iter().all(|row| row.visit == Some(visit)));
}

#[tokio::test]
async fn a_conflicting_prescription_waits_for_a_reason() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = allergic_to_penicillin(&clinic, &ana).await;
    let id = PrescriptionId(Uuid::now_v7());
    let mut new = prescription("Ampicillin");
    let mut tx = clinic.begin(&ana).await;
    assert!(matches!(tx.start_prescription(id, patient, &new).await.unwrap(), Written::AllergyConflicts(_)));
    new.allergy_override_reason = Some("Tolerated in 2024".into());
    assert_eq!(tx.start_prescription(id, patient, &new).await.unwrap(), Written::Saved(id));
    let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
    assert_eq!(rows[0].allergy_override_reason, "Tolerated in 2024");
}

#[tokio::test]
async fn an_allergy_that_is_no_longer_active_asks_nothing() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = allergic_to_penicillin(&clinic, &ana).await;
    let id = PrescriptionId(Uuid::now_v7());
    let mut tx = clinic.begin(&ana).await;
    tx.update_allergies(patient, 2, &recorded(&[("Latex", Severity::Mild)])).await.unwrap();
    assert_eq!(tx.start_prescription(id, patient, &prescription("Ampicillin")).await.unwrap(), Written::Saved(id));
}
