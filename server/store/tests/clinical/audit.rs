use std::collections::BTreeMap;

use chrono::Utc;
use model::{
    access::Action,
    dashboard::PatientQuery,
    document::{DocumentType, FileFormat},
    id::{DocumentId, PatientId, PrescriptionId, VisitId},
};
use store::NewDocument;
use uuid::Uuid;

use crate::{
    clinic::Clinic,
    forms::{content, demographics, prescription},
};

#[tokio::test]
async fn every_read_and_write_leaves_its_event() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = PatientId(Uuid::now_v7());
    let (visit, started) = (VisitId(Uuid::now_v7()), PrescriptionId(Uuid::now_v7()));
    let document = NewDocument {
        id: DocumentId(Uuid::now_v7()),
        patient,
        object_key: Uuid::now_v7().to_string(),
        document_type: DocumentType::Consent,
        format: FileFormat::Pdf,
        description: String::new(),
        size: 1,
        sha256: [0; 32],
    };
    let mut expected: Vec<(String, Option<Uuid>, Option<Uuid>)> = Vec::new();
    let mut tx = clinic.begin(&ana).await;
    macro_rules! leaves {
        ($action:literal, $patient:expr, $subject:expr, $method:ident($($argument:expr),*)) => {
            tx.$method($($argument),*).await.unwrap();
            expected.push(($action.into(), $patient, $subject));
        };
    }
    let of = Some(patient.0);
    leaves!("patient.register", of, None, register_patient(patient, &demographics("Freda", "Kris"), &[]));
    leaves!("dashboard.counts", None, None, dashboard_counts());
    leaves!("patients.list", None, None, list_patients(&PatientQuery::default()));
    // Each patient in a list has an event of their own.
    expected.push(("patients.list".into(), of, None));
    leaves!("chart.read", of, None, chart_header(patient));
    leaves!("demographics.write", of, None, update_demographics(patient, 1, &demographics("Asa", "Kris")));
    leaves!("allergies.write", of, None, update_allergies(patient, 2, &Default::default()));
    leaves!("patient.versions", of, None, list_patient_versions(patient));
    leaves!("visit.write", of, Some(visit.0), record_visit(visit, patient, &content(&clinic)));
    leaves!("visit.amend", of, Some(visit.0), amend_visit(visit, 1, "a reason", &content(&clinic)));
    leaves!("visit.add_addendum", of, Some(visit.0), add_addendum(visit, "a remark"));
    leaves!("visit.save_private_note", of, Some(visit.0), save_private_note(visit, "a note"));
    leaves!("visit.mark_in_error", of, Some(visit.0), mark_visit_entered_in_error(visit, "a reason"));
    leaves!("visits.list", of, None, list_visits(patient, None));
    leaves!("visit.versions", of, Some(visit.0), list_visit_versions(visit));
    leaves!("vitals.list", of, None, list_vitals(patient));
    leaves!("visits.this_week", None, None, list_visits_this_week(None));
    leaves!(
        "prescription.start",
        of,
        Some(started.0),
        start_prescription(started, patient, &prescription("Metformin"))
    );
    leaves!("prescriptions.active", None, None, list_active_prescriptions(None));
    expected.push(("prescriptions.active".into(), of, None));
    leaves!("prescription.stop", of, Some(started.0), stop_prescription(started, "a reason"));
    leaves!("prescription.mark_in_error", of, Some(started.0), mark_prescription_entered_in_error(started, "a reason"));
    leaves!("prescriptions.list", of, None, list_prescriptions(patient, None));
    leaves!("document.write", of, Some(document.id.0), add_document(&document));
    leaves!("documents.pending", None, None, list_pending_documents(None));
    expected.push(("documents.pending".into(), of, None));
    leaves!("document.mark_reviewed", of, Some(document.id.0), mark_document_reviewed(document.id));
    leaves!("document.mark_in_error", of, Some(document.id.0), mark_document_entered_in_error(document.id, "a reason"));
    leaves!("document.mint_url", of, Some(document.id.0), document_file(document.id));
    leaves!("documents.list", of, None, list_documents(patient, None));
    tx.commit().await.unwrap();
    assert_eq!(clinic.audit_events().await, expected);
}

#[tokio::test]
async fn what_is_rolled_back_leaves_no_event() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    clinic.visit(patient, &ana, Utc::now()).await;
    let mut tx = clinic.begin(&ana).await;
    tx.list_visits(patient, None).await.unwrap();
    drop(tx);
    assert!(clinic.audit_events().await.is_empty());
}

/// Neither has an action that the other lacks, and to both the same ones concern the clinic's security.
#[tokio::test]
async fn the_database_has_the_same_actions() {
    let clinic = Clinic::new().await;
    let rows = sqlx::query_as("select name, concerns_security from audit_actions");
    let rows: Vec<(String, bool)> = rows.fetch_all(&clinic.superuser).await.unwrap();
    let known = Action::ALL.iter().map(|action| (action.as_str().to_owned(), action.concerns_security()));
    assert_eq!(BTreeMap::from_iter(rows), BTreeMap::from_iter(known));
}
