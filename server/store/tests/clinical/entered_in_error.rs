//! What was entered in error: by whom it is marked, and what goes with it.

use chrono::Utc;
use model::{
    id::{PatientId, PrescriptionId, VisitId},
    visit::{VisitContent, Written},
};
use store::Error;
use uuid::Uuid;

use crate::{
    clinic::{Clinic, Person},
    forms::{content, prescription},
};

/// A visit with these prescriptions, written by its author.
async fn visit_with(clinic: &Clinic, author: &Person, patient: PatientId, medications: &[&str]) -> VisitId {
    let prescriptions = medications.iter().map(|medication| prescription(medication)).collect();
    let content = VisitContent { prescriptions, ..content(clinic) };
    let mut tx = clinic.begin(author).await;
    let written = tx.record_visit(VisitId(Uuid::now_v7()), patient, &content).await.unwrap();
    tx.commit().await.unwrap();
    let Written::Saved(visit) = written else { panic!("{written:?}") };
    visit
}

async fn started(clinic: &Clinic, author: &Person, patient: PatientId) -> PrescriptionId {
    let id = PrescriptionId(Uuid::now_v7());
    let mut tx = clinic.begin(author).await;
    tx.start_prescription(id, patient, &prescription("Metformin")).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_visit_stays_marked_and_unchanged() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let visit = clinic.visit(patient, &ana, Utc::now()).await;
    let mut tx = clinic.begin(&ana).await;
    tx.mark_visit_entered_in_error(visit, "wrong patient").await.unwrap();
    tx.mark_visit_entered_in_error(visit, "again").await.unwrap();
    assert!(matches!(tx.amend_visit(visit, 1, "a reason", &content(&clinic)).await, Err(Error::Changed)));
    tx.commit().await.unwrap();
    for caller in [&ana, &ben] {
        let mut tx = clinic.begin(caller).await;
        let row = tx.list_visits(patient, None).await.unwrap().rows.remove(0);
        let error = row.entered_in_error.unwrap();
        assert_eq!((error.reason.as_str(), error.by.as_str()), ("wrong patient", "Ana Ibarra"));
    }
}

#[tokio::test]
async fn a_visit_takes_along_what_its_author_prescribed_in_it_and_nothing_else() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let visit = visit_with(&clinic, &ana, patient, &["Warfarin", "Digoxin"]).await;
    visit_with(&clinic, &ana, patient, &["Aspirin"]).await;
    started(&clinic, &ana, patient).await;
    let of_ben = started(&clinic, &ben, patient).await;
    let attach = sqlx::query("update prescriptions set visit_id = $1 where id = $2").bind(visit.0).bind(of_ben.0);
    attach.execute(&clinic.superuser).await.unwrap();

    let mut tx = clinic.begin(&ana).await;
    let rows = tx.list_visits(patient, None).await.unwrap().rows;
    let row = rows.iter().find(|row| row.id == visit).unwrap();
    assert_eq!(row.medications, ["Warfarin", "Digoxin"]);
    tx.mark_visit_entered_in_error(visit, "wrong patient").await.unwrap();
    assert_eq!(tx.dashboard_counts().await.unwrap().active_prescriptions, 3);
    tx.commit().await.unwrap();
    for caller in [&ana, &ben] {
        let mut tx = clinic.begin(caller).await;
        let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
        let mut marked: Vec<_> = rows.iter().filter(|row| row.entered_in_error.is_some()).collect();
        marked.sort_by_key(|row| row.id);
        assert_eq!(marked.iter().map(|row| row.medication.as_str()).collect::<Vec<_>>(), ["Warfarin", "Digoxin"]);
        for row in marked {
            let error = row.entered_in_error.as_ref().unwrap();
            assert_eq!((error.reason.as_str(), error.by.as_str()), ("wrong patient", "Ana Ibarra"));
            assert!(!row.is_active_today);
        }
    }
}

#[tokio::test]
async fn only_who_prescribed_it_marks_it_while_they_treat_the_patient() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let visit = visit_with(&clinic, &ana, patient, &[]).await;
    let id = started(&clinic, &ana, patient).await;
    let mut tx = clinic.begin(&ben).await;
    assert!(matches!(tx.mark_prescription_entered_in_error(id, "no").await, Err(Error::NotFound)));
    assert!(matches!(tx.mark_visit_entered_in_error(visit, "no").await, Err(Error::NotFound)));
    assert!(!tx.list_prescriptions(patient, None).await.unwrap().rows[0].may_mark_in_error);
    assert!(!tx.list_visits(patient, None).await.unwrap().rows[0].may_mark_in_error);
    let mut tx = clinic.begin(&ana).await;
    assert!(tx.list_prescriptions(patient, None).await.unwrap().rows[0].may_mark_in_error);
    assert!(tx.list_visits(patient, None).await.unwrap().rows[0].may_mark_in_error);
    tx.mark_prescription_entered_in_error(id, "wrong patient").await.unwrap();
    tx.mark_prescription_entered_in_error(id, "again").await.unwrap();
    let row = tx.list_prescriptions(patient, None).await.unwrap().rows.remove(0);
    assert_eq!((row.is_active_today, row.may_mark_in_error), (false, false));
    assert_eq!(row.entered_in_error.unwrap().reason, "wrong patient");
    assert_eq!(tx.dashboard_counts().await.unwrap().active_prescriptions, 0);
}

/// How an author comes to be absent.
async fn make_absent(clinic: &Clinic, how: &str, author: &Person, patient: PatientId) {
    let change = match how {
        "left" => return clinic.end_relationship(author, patient).await,
        "withdrawn" => "update providers set is_verified = false where id = $1",
        _ => "update providers set is_verified = false, user_id = null where id = $1",
    };
    sqlx::query(change).bind(author.provider().0).execute(&clinic.superuser).await.unwrap();
}

#[tokio::test]
async fn whoever_treats_the_patient_marks_what_an_absent_author_wrote() {
    for how in ["left", "withdrawn", "without account"] {
        let clinic = Clinic::new().await;
        let ana = clinic.provider("Ana Ibarra").await;
        let ben = clinic.provider("Ben Okafor").await;
        let other = clinic.provider("Cy Other").await;
        let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
        let account = clinic.account_of(patient).await;
        let visit = visit_with(&clinic, &ana, patient, &["Warfarin"]).await;
        let id = started(&clinic, &ana, patient).await;
        make_absent(&clinic, how, &ana, patient).await;
        for caller in [&ana, &other, &account] {
            let mut tx = clinic.begin(caller).await;
            assert!(matches!(tx.mark_visit_entered_in_error(visit, "no").await, Err(Error::NotFound)), "{how}");
            assert!(matches!(tx.mark_prescription_entered_in_error(id, "no").await, Err(Error::NotFound)), "{how}");
        }
        let mut tx = clinic.begin(&account).await;
        assert!(!tx.list_visits(patient, None).await.unwrap().rows[0].may_mark_in_error);

        let mut tx = clinic.begin(&ben).await;
        assert!(tx.list_visits(patient, None).await.unwrap().rows[0].may_mark_in_error, "{how}");
        tx.mark_visit_entered_in_error(visit, "wrong patient").await.unwrap();
        tx.mark_visit_entered_in_error(visit, "again").await.unwrap();
        let row = tx.list_visits(patient, None).await.unwrap().rows.remove(0);
        assert!(!row.may_mark_in_error);
        let error = row.entered_in_error.unwrap();
        assert_eq!((error.reason.as_str(), error.by.as_str()), ("wrong patient", "Ben Okafor"));
        assert_eq!(
            tx.dashboard_counts().await.unwrap().active_prescriptions,
            1,
            "what was prescribed in it went along"
        );
        tx.mark_prescription_entered_in_error(id, "also").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = clinic.begin(&ben).await;
        let errors = tx.list_prescriptions(patient, None).await.unwrap().rows;
        assert!(errors.iter().all(|row| row.entered_in_error.as_ref().unwrap().by == "Ben Okafor"));
    }
}

#[tokio::test]
async fn what_names_no_author_is_marked_by_whoever_treats_the_patient() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let other = clinic.provider("Cy Other").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let id = clinic.prescription(patient, "Metformin", clinic.today(), None).await;
    let mut tx = clinic.begin(&other).await;
    assert!(matches!(tx.mark_prescription_entered_in_error(id, "no").await, Err(Error::NotFound)));
    let mut tx = clinic.begin(&ana).await;
    assert!(tx.list_prescriptions(patient, None).await.unwrap().rows[0].may_mark_in_error);
    tx.mark_prescription_entered_in_error(id, "of somebody else").await.unwrap();
    let row = tx.list_prescriptions(patient, None).await.unwrap().rows.remove(0);
    assert_eq!(row.entered_in_error.unwrap().by, "Ana Ibarra");
}

#[tokio::test]
async fn a_misfiled_document_says_who_took_it_away() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let document = clinic.document(patient, Utc::now()).await;
    let mut tx = clinic.begin(&ana).await;
    tx.mark_document_entered_in_error(document, "of somebody else").await.unwrap();
    let row = tx.list_documents(patient, None).await.unwrap().rows.remove(0);
    assert_eq!(row.entered_in_error.unwrap().by, "Ana Ibarra");
}
