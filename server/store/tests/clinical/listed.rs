//! Whose name stood in a list, and what they are told of it.

use chrono::Utc;
use chrono_tz::Tz;
use model::{
    access::{Access, ReportState},
    dashboard::PatientQuery,
    id::{AccessReportId, AuditEventId, PatientId},
};
use store::PAGE_SIZE;
use uuid::Uuid;

use crate::clinic::{Clinic, Person};

const SEEN: &str = "saw the name in a list of their patients";

async fn history(clinic: &Clinic, caller: &Person, patient: PatientId) -> Vec<Access> {
    clinic.begin(caller).await.list_access(patient, None).await.unwrap().rows
}

/// That the provider did something at a time of the past.
async fn did(clinic: &Clinic, provider: &Person, patient: PatientId, action: &str, at: &str) -> AuditEventId {
    let id = Uuid::now_v7();
    let insert = "insert into audit_events (id, at, actor_user_id, actor_role, access_right, patient_id, action)
                  values ($1, $2::text::timestamptz, $3, 'provider', 'treating', $4, $5)";
    let insert = sqlx::query(insert).bind(id).bind(at).bind(provider.user().0).bind(patient.0).bind(action);
    insert.execute(&clinic.superuser).await.unwrap();
    AuditEventId(id)
}

/// When they saw the name in a list, on the clinic's clock, the latest first.
fn seen(history: &[Access]) -> Vec<String> {
    let seen = history.iter().filter(|access| access.what == [SEEN]);
    seen.map(|access| access.until.local.format("%d %H:%M").to_string()).collect()
}

#[tokio::test]
async fn a_patient_is_told_who_saw_the_name_in_a_list() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let (freda, asa) = (clinic.patient(&[&ana], "Freda", "Kris").await, clinic.patient(&[&ana], "Asa", "Toy").await);
    let (account, other) = (clinic.account_of(freda).await, clinic.account_of(asa).await);
    let mut tx = clinic.begin(&ana).await;
    let query = PatientQuery { search: "freda".into(), ..PatientQuery::default() };
    assert_eq!(tx.list_patients(&query).await.unwrap().rows.len(), 1);
    tx.commit().await.unwrap();

    let told = history(&clinic, &account, freda).await;
    let [access] = &told[..] else { panic!("{told:?}") };
    assert_eq!((access.who.as_str(), access.what.as_slice()), ("Ana Ibarra", [SEEN.to_owned()].as_slice()));
    assert_eq!(access.right, model::access::AccessRight::Treating);
    assert_eq!(history(&clinic, &other, asa).await, []);
    let mine = history(&clinic, &ana, freda).await;
    assert!(mine.len() == 1 && mine[0].is_mine, "{mine:?}");
}

#[tokio::test]
async fn who_stands_on_the_page_is_noted_once_and_nobody_of_the_next_page() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let first = clinic.patient(&[&ana], "Aaron", "Aabe").await;
    for _ in 0..PAGE_SIZE {
        clinic.patient(&[&ana], "Freda", "Kris").await;
    }
    for hour in 1..=3 {
        clinic.document(first, Utc::now() - chrono::TimeDelta::hours(hour)).await;
    }
    let mut tx = clinic.begin(&ana).await;
    let page = tx.list_patients(&PatientQuery::default()).await.unwrap();
    assert_eq!(tx.list_pending_documents(None).await.unwrap().rows.len(), 3);
    tx.commit().await.unwrap();
    assert!(page.next.is_some());

    let mut shown: Vec<Option<Uuid>> = page.rows.iter().map(|row| Some(row.patient.id.0)).collect();
    shown.sort();
    shown.insert(0, None);
    let mut expected: Vec<_> = shown.into_iter().map(|patient| ("patients.list".to_owned(), patient, None)).collect();
    expected.extend([None, Some(first.0)].map(|patient| ("documents.pending".to_owned(), patient, None)));
    assert_eq!(clinic.audit_events().await, expected);
}

#[tokio::test]
async fn a_list_that_shows_nobody_is_an_event_of_nobody() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let mut tx = clinic.begin(&ana).await;
    tx.list_patients(&PatientQuery::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(clinic.audit_events().await, [("patients.list".to_owned(), None, None)]);
}

#[tokio::test]
async fn lists_are_told_once_a_day_on_the_clinics_clock_and_a_reported_one_stays() {
    let clinic = Clinic::new_in(Tz::America__New_York).await;
    let (ana, ben) = (clinic.provider("Ana Ibarra").await, clinic.provider("Ben Okafor").await);
    let freda = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let account = clinic.account_of(freda).await;
    // The 5th in New York ends at five in the morning, UTC.
    let morning = did(&clinic, &ana, freda, "patients.list", "2026-01-05T14:00Z").await;
    did(&clinic, &ana, freda, "chart.read", "2026-01-05T16:00Z").await;
    did(&clinic, &ana, freda, "documents.pending", "2026-01-05T20:00Z").await;
    did(&clinic, &ana, freda, "patients.list", "2026-01-06T03:00Z").await;
    did(&clinic, &ben, freda, "patients.list", "2026-01-06T04:00Z").await;
    did(&clinic, &ana, freda, "patients.list", "2026-01-06T14:00Z").await;
    for caller in [&account, &ana, &ben] {
        assert_eq!(seen(&history(&clinic, caller, freda).await), ["06 09:00", "05 23:00", "05 22:00"]);
    }
    let told = history(&clinic, &account, freda).await;
    assert_eq!(told.last().unwrap().what, ["opened the chart"]);

    let mut tx = clinic.begin(&account).await;
    tx.report_access(AccessReportId(Uuid::now_v7()), morning, "Why?").await.unwrap();
    tx.commit().await.unwrap();
    let told = history(&clinic, &account, freda).await;
    assert_eq!(seen(&told), ["06 09:00", "05 23:00", "05 22:00", "05 09:00"]);
    assert_eq!(told.last().unwrap().report, Some(ReportState::Open));
}
