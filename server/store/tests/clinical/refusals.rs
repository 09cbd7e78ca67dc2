//! Whoever doesn't treat the patient gets the same answer for a real id as for a made-up one.

use chrono::Utc;
use model::{
    allergy::AllergiesForm,
    document::{DocumentType, FileFormat},
    id::{DocumentId, PatientId, PrescriptionId, VisitId},
};
use store::{Error, NewDocument};
use uuid::Uuid;

use crate::{
    clinic::{Clinic, Person},
    forms::{content, demographics, prescription},
};

struct Target {
    patient: PatientId,
    visit: VisitId,
    prescription: PrescriptionId,
    document: DocumentId,
}

impl Target {
    fn made_up() -> Self {
        Self {
            patient: PatientId(Uuid::now_v7()),
            visit: VisitId(Uuid::now_v7()),
            prescription: PrescriptionId(Uuid::now_v7()),
            document: DocumentId(Uuid::now_v7()),
        }
    }
}

/// Calls each in a transaction of its own, as a statement that Postgres refuses ends the transaction.
macro_rules! assert_not_found {
    ($clinic:expr, $caller:expr, $($method:ident($($argument:expr),*)),+ $(,)?) => {$({
        let mut tx = $clinic.begin($caller).await;
        let answer = tx.$method($($argument),*).await.map(drop);
        assert!(matches!(answer, Err(Error::NotFound)), "{}: {answer:?}", stringify!($method));
    })+};
}

async fn assert_nothing_is_read(clinic: &Clinic, caller: &Person, target: &Target) {
    assert_not_found!(
        clinic,
        caller,
        chart_header(target.patient),
        list_visits(target.patient, None),
        list_vitals(target.patient),
        list_prescriptions(target.patient, None),
        list_documents(target.patient, None),
        list_visit_versions(target.visit),
        list_patient_versions(target.patient),
        document_file(target.document),
    );
}

async fn assert_nothing_is_written(clinic: &Clinic, caller: &Person, target: &Target) {
    let who = demographics("Mallory", "Kris");
    let visit = VisitId(Uuid::now_v7());
    let started = PrescriptionId(Uuid::now_v7());
    let document = NewDocument {
        id: DocumentId(Uuid::now_v7()),
        patient: target.patient,
        object_key: Uuid::now_v7().to_string(),
        document_type: DocumentType::Other,
        format: FileFormat::Pdf,
        description: String::new(),
        size: 1,
        sha256: [0; 32],
    };
    assert_not_found!(
        clinic,
        caller,
        update_demographics(target.patient, 1, &who),
        update_allergies(target.patient, 1, &AllergiesForm::default()),
        record_visit(visit, target.patient, &content(clinic)),
        start_prescription(started, target.patient, &prescription("Metformin")),
        check_may_write(target.patient),
        add_document(&document),
        amend_visit(target.visit, 1, "a reason", &content(clinic)),
        add_addendum(target.visit, "a remark"),
        save_private_note(target.visit, "a note"),
        mark_visit_entered_in_error(target.visit, "a reason"),
        stop_prescription(target.prescription, "a reason"),
        mark_prescription_entered_in_error(target.prescription, "a reason"),
        mark_document_reviewed(target.document),
        mark_document_entered_in_error(target.document, "a reason"),
    );
}

#[tokio::test]
async fn nobody_but_those_who_treat_the_patient() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let other = clinic.provider("Ben Okafor").await;
    let left = clinic.provider("Cy Left").await;
    let unverified = clinic.unverified_provider("Una Verified").await;
    let patient = clinic.patient(&[&ana, &left, &unverified], "Freda", "Kris").await;
    let target = Target {
        patient,
        visit: clinic.visit(patient, &left, Utc::now()).await,
        prescription: clinic.prescription(patient, "Metformin", clinic.today(), None).await,
        document: clinic.document(patient, Utc::now()).await,
    };
    clinic.end_relationship(&left, patient).await;
    let own_account = clinic.account_of(patient).await;
    let other_account = clinic.account_of(clinic.patient(&[&ana, &other], "Asa", "Toy").await).await;

    let made_up = Target::made_up();
    for caller in [&other, &left, &unverified, &other_account] {
        for target in [&target, &made_up] {
            assert_nothing_is_read(&clinic, caller, target).await;
            assert_nothing_is_written(&clinic, caller, target).await;
        }
    }
    // The patient reads, and writes nothing.
    assert_nothing_is_read(&clinic, &own_account, &made_up).await;
    assert_nothing_is_written(&clinic, &own_account, &target).await;
    assert_nothing_is_written(&clinic, &own_account, &made_up).await;
}

/// Between the request and its transaction, or while a file came. It isn't that the patient isn't there.
#[tokio::test]
async fn whose_session_has_ended_meanwhile_is_told_so_and_nothing_is_noted() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let mut tx = clinic.begin_ended(&ana).await;
    let found = tx.chart_header(patient).await;
    assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
    let answer = tx.finish(patient, found).await;
    assert!(matches!(answer, Err(Error::SessionEnded)), "{answer:?}");
    let events: i64 =
        sqlx::query_scalar("select count(*) from audit_events").fetch_one(&clinic.superuser).await.unwrap();
    assert_eq!(events, 0);
}
