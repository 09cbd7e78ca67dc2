//! What is refused leaves an event, in a transaction of its own.

use chrono::Utc;
use model::id::{DocumentId, PatientId, PrescriptionId, VisitId};
use store::{Asked, Error};
use uuid::Uuid;

use crate::clinic::{Clinic, Person};

/// What is noted: of whom, of which record, which id, in which role and by which right.
type Noted = (String, Option<Uuid>, Option<Uuid>, Option<Uuid>, String, String);

async fn noted(clinic: &Clinic) -> Vec<Noted> {
    let events = "select action, actor_user_id, patient_id, subject_id, actor_role, access_right
                    from audit_events order by id";
    sqlx::query_as(events).fetch_all(&clinic.superuser).await.unwrap()
}

/// Asks for each, and is refused.
async fn ask_for(clinic: &Clinic, caller: &Person, target: (PatientId, VisitId, PrescriptionId, DocumentId)) {
    let (patient, visit, prescription, document) = target;
    macro_rules! assert_refused {
        ($asked:ident, $method:ident($($argument:expr),*)) => {
            let mut tx = clinic.begin(caller).await;
            let answer = tx.$method($($argument),*).await.map(drop);
            let answer = tx.finish($asked, answer).await;
            assert!(matches!(answer, Err(Error::NotFound)), "{}: {answer:?}", stringify!($method));
        };
    }
    assert_refused!(patient, chart_header(patient));
    assert_refused!(visit, add_addendum(visit, "a remark"));
    assert_refused!(prescription, stop_prescription(prescription, "a reason"));
    assert_refused!(document, document_file(document));
}

#[tokio::test]
async fn a_refusal_keeps_the_id_that_was_asked_whether_it_is_anybodys_or_not() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let target = (
        patient,
        clinic.visit(patient, &ana, Utc::now()).await,
        clinic.prescription(patient, "Metformin", clinic.today(), None).await,
        clinic.document(patient, Utc::now()).await,
    );
    let made_up = (
        PatientId(Uuid::now_v7()),
        VisitId(Uuid::now_v7()),
        PrescriptionId(Uuid::now_v7()),
        DocumentId(Uuid::now_v7()),
    );
    let other_patient = clinic.patient(&[&ana], "Asa", "Toy").await;
    let strangers = [
        (clinic.provider("Ben Okafor").await, "provider", "account"),
        (clinic.unverified_provider("Una Verified").await, "provider", "account"),
        (clinic.account_of(other_patient).await, "patient", "account"),
        (clinic.administrator().await, "administrator", "administration"),
    ];
    let mut expected = Vec::new();
    for (caller, role, right) in &strangers {
        for target in [target, made_up] {
            ask_for(&clinic, caller, target).await;
            let (patient, visit, prescription, document) = target;
            for (action, id) in [
                ("chart.refuse", patient.0),
                ("visit.refuse", visit.0),
                ("prescription.refuse", prescription.0),
                ("document.refuse", document.0),
            ] {
                let who = Some(caller.user().0);
                expected.push((action.into(), who, None, Some(id), (*role).into(), (*right).into()));
            }
        }
    }
    assert_eq!(noted(&clinic).await, expected);
}

#[tokio::test]
async fn what_was_done_before_a_refusal_is_undone() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let before = clinic.digests().await;
    let mut tx = clinic.begin(&ana).await;
    tx.add_addendum(clinic.visit(patient, &ana, Utc::now()).await, "a remark").await.unwrap();
    let made_up = PatientId(Uuid::now_v7());
    let answer = tx.chart_header(made_up).await;
    assert!(matches!(tx.finish(made_up, answer).await, Err(Error::NotFound)));
    let after = clinic.digests().await;
    assert_eq!(after["visit_addenda"], before["visit_addenda"]);
    let actions: Vec<String> = noted(&clinic).await.into_iter().map(|(action, ..)| action).collect();
    assert_eq!(actions, ["chart.refuse"]);
}

/// A statement that Postgres refuses ends its transaction, and the refusal is noted all the same.
#[tokio::test]
async fn a_refusal_by_a_policy_or_a_key_is_noted() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let event = model::id::AuditEventId(Uuid::now_v7());
    let mut tx = clinic.begin(&ana).await;
    let answer = tx.report_access(model::id::AccessReportId(Uuid::now_v7()), event, "Who is this?").await;
    assert!(matches!(tx.finish(event, answer).await, Err(Error::NotFound)));
    let [(action, .., subject, _, _)] = &noted(&clinic).await[..] else { panic!("one event") };
    assert_eq!((action.as_str(), *subject), ("access.refuse", Some(event.0)));
}

#[tokio::test]
async fn an_answer_is_committed_and_a_question_that_was_wrong_leaves_nothing() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let visit = clinic.visit(patient, &ana, Utc::now()).await;
    let mut tx = clinic.begin(&ana).await;
    let answer = tx.add_addendum(visit, " ").await;
    assert!(matches!(tx.finish(visit, answer).await, Err(Error::Invalid(_))));
    assert!(noted(&clinic).await.is_empty());

    let mut tx = clinic.begin(&ana).await;
    let answer = tx.chart_header(patient).await;
    assert_eq!(tx.finish(patient, answer).await.unwrap().id, patient);
    assert_eq!(clinic.audit_events().await, [("chart.read".to_owned(), Some(patient.0), None)]);
}

#[tokio::test]
async fn the_administrator_reads_of_a_refusal_and_those_of_the_record_dont() {
    let clinic = Clinic::new().await;
    let (ana, ben) = (clinic.provider("Ana Ibarra").await, clinic.provider("Ben Okafor").await);
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let (account, administrator) = (clinic.account_of(patient).await, clinic.administrator().await);
    let mut tx = clinic.begin(&ben).await;
    let answer = tx.chart_header(patient).await.map(drop);
    tx.finish(patient, answer).await.unwrap_err();
    let mut tx = clinic.begin(&ben).await;
    let answer = tx.list_providers("", None).await.map(drop);
    tx.finish(Asked::ADMINISTRATION, answer).await.unwrap_err();

    for caller in [&account, &ana] {
        assert_eq!(clinic.begin(caller).await.list_access(patient, None).await.unwrap().rows, []);
    }
    let events = clinic.begin(&administrator).await.list_security_events(None).await.unwrap().page.rows;
    let events: Vec<_> = events.iter().map(|event| (event.who.as_str(), event.what.as_str())).collect();
    let expected = [
        ("Ben Okafor", "asked for what only the administrator sees, and was refused"),
        ("Ben Okafor", "asked for a chart that isn't theirs to see, and was refused"),
    ];
    assert_eq!(events, expected);
}
