//! A visit that was entered in error may be another person's: the patient, and whoever reads for them, are told that there
//! was one, and read nothing of it.

use chrono::{NaiveDate, TimeDelta};
use model::{
    id::{PatientId, VisitId},
    visit::VisitContent,
    vitals::Vitals,
};
use sqlx::AssertSqlSafe;
use store::Error;
use uuid::Uuid;

use crate::{
    clinic::{Clinic, Person},
    forms::{content, prescription},
};

/// A record with an uneventful visit of a week ago, and one with everything that a visit can have, which is another person's.
struct Record {
    clinic: Clinic,
    ana: Person,
    ben: Person,
    account: Person,
    caregiver: Person,
    patient: PatientId,
    good: VisitId,
    wrong: VisitId,
    /// Of the other person's visit.
    day: NaiveDate,
}

async fn let_in(clinic: &Clinic, account: &Person, patient: PatientId) -> Person {
    let other = clinic.patient(&[], "Eva", "Other").await;
    let caregiver = clinic.account_of(other).await;
    let grant = "insert into caregivers (id, patient_id, granted_by, name, expires_at, is_until_of_age, user_id,
                                         accepted_at)
                 values ($1, $2, $3, 'Eva', now() + interval '1 day', false, $4, now())";
    let grant = sqlx::query(grant).bind(Uuid::now_v7()).bind(patient.0).bind(account.user().0);
    grant.bind(caregiver.user().0).execute(&clinic.superuser).await.unwrap();
    caregiver
}

impl Record {
    async fn new() -> Self {
        let clinic = Clinic::new().await;
        let (ana, ben) = (clinic.provider("Ana Ibarra").await, clinic.provider("Ben Okafor").await);
        let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
        let account = clinic.account_of(patient).await;
        let caregiver = let_in(&clinic, &account, patient).await;
        let vitals = Vitals { pulse: Some(72.0), ..Vitals::default() };
        let week_ago = clinic.moment() - TimeDelta::days(7);
        let good = clinic.visit_with(patient, &ana, week_ago, "Hypertension", vitals.clone()).await;

        let wrong = VisitId(Uuid::now_v7());
        let other = VisitContent { diagnosis: "Syphilis".into(), vitals, ..content(&clinic) };
        let written = VisitContent { prescriptions: vec![prescription("Doxycycline")], ..other.clone() };
        let mut tx = clinic.begin(&ana).await;
        tx.record_visit(wrong, patient, &written).await.unwrap();
        tx.amend_visit(wrong, 1, "A typo", &other).await.unwrap();
        tx.save_private_note(wrong, "Worried.").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = clinic.begin(&ben).await;
        tx.add_addendum(wrong, "So is the partner.").await.unwrap();
        tx.commit().await.unwrap();
        let day = other.local_time.date();
        Self { clinic, ana, ben, account, caregiver, patient, good, wrong, day }
    }

    async fn mark(&self) {
        let mut tx = self.clinic.begin(&self.ana).await;
        tx.mark_visit_entered_in_error(self.wrong, "It is Carl Jones's").await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What prescriptions the person reads.
    async fn medications(&self, person: &Person) -> Vec<String> {
        let page = self.clinic.begin(person).await.list_prescriptions(self.patient, None).await.unwrap();
        page.rows.into_iter().map(|row| row.medication).collect()
    }

    async fn hidden_visits(&self, person: &Person) -> Vec<NaiveDate> {
        self.clinic.begin(person).await.chart_header(self.patient).await.unwrap().hidden_visits
    }

    /// Past every policy.
    async fn run(&self, sql: &str) {
        let sql = sql.replace("WRONG", &format!("'{}'", self.wrong)).replace("PATIENT", &format!("'{}'", self.patient));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.clinic.superuser).await.unwrap();
    }
}

#[tokio::test]
async fn the_patient_and_caregivers_read_nothing_of_it() {
    let record = Record::new().await;
    for (is_marked, expected) in [(false, vec![record.wrong, record.good]), (true, vec![record.good])] {
        if is_marked {
            record.mark().await;
        }
        for person in [&record.account, &record.caregiver] {
            let mut tx = record.clinic.begin(person).await;
            let visits = tx.list_visits(record.patient, None).await.unwrap().rows;
            assert_eq!(visits.iter().map(|row| row.id).collect::<Vec<_>>(), expected);
            assert_eq!(visits.iter().any(|row| row.diagnosis == "Syphilis"), !is_marked);
            let vitals = tx.list_vitals(record.patient).await.unwrap();
            assert_eq!(vitals.len(), expected.len());
            let versions = tx.list_visit_versions(record.wrong).await;
            if is_marked {
                assert!(matches!(versions, Err(Error::NotFound)), "{versions:?}");
            } else {
                assert_eq!(versions.unwrap().len(), 1);
            }
            let medications = record.medications(person).await;
            assert_eq!(medications.is_empty(), is_marked, "{medications:?}");
        }
    }
}

#[tokio::test]
async fn they_are_told_that_there_was_one() {
    let record = Record::new().await;
    for person in [&record.account, &record.caregiver] {
        assert_eq!(record.hidden_visits(person).await, []);
    }
    record.mark().await;
    for person in [&record.account, &record.caregiver] {
        assert_eq!(record.hidden_visits(person).await, [record.day]);
    }
    let mut tx = record.clinic.begin(&record.account).await;
    assert_eq!(tx.my_record().await.unwrap().hidden_visits, [record.day]);
    // And of an earlier one, whose day stands after it.
    let good =
        sqlx::query("update visits set entered_in_error_at = now(), entered_in_error_reason = 'No' where id = $1");
    good.bind(record.good.0).execute(&record.clinic.superuser).await.unwrap();
    let earlier = (record.clinic.moment() - TimeDelta::days(7)).date_naive();
    assert_eq!(record.hidden_visits(&record.account).await, [record.day, earlier]);
    // An access that has ended tells nothing.
    record.run("update caregivers set revoked_at = now() where patient_id = PATIENT").await;
    let mut tx = record.clinic.begin(&record.caregiver).await;
    assert!(matches!(tx.chart_header(record.patient).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn providers_read_all_of_it() {
    let record = Record::new().await;
    record.mark().await;
    for (person, note) in [(&record.ana, "Worried."), (&record.ben, "")] {
        let mut tx = record.clinic.begin(person).await;
        let visits = tx.list_visits(record.patient, None).await.unwrap().rows;
        let [wrong, good] = &visits[..] else { panic!("{visits:?}") };
        assert_eq!((wrong.id, good.id, wrong.diagnosis.as_str()), (record.wrong, record.good, "Syphilis"));
        assert_eq!((wrong.amendments, wrong.private_note.as_str()), (1, note));
        assert_eq!(wrong.addenda[0].text, "So is the partner.");
        let error = wrong.entered_in_error.as_ref().unwrap();
        assert_eq!((error.reason.as_str(), error.by.as_str()), ("It is Carl Jones's", "Ana Ibarra"));
        assert_eq!(tx.list_visit_versions(record.wrong).await.unwrap().len(), 1);
        assert_eq!(record.medications(person).await, ["Doxycycline"]);
        assert_eq!(record.hidden_visits(person).await, [], "they see it among the others");
    }
}

/// A medicine that the visit didn't take along is one that the patient takes, and mustn't miss.
#[tokio::test]
async fn a_prescription_that_is_no_error_itself_stays() {
    let record = Record::new().await;
    record
        .run(&format!(
            "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date) values
                 (gen_random_uuid(), WRONG, PATIENT, '{}', 'Warfarin', current_date),
                 (gen_random_uuid(), null, PATIENT, null, 'Insulin', current_date)",
            record.ben.provider()
        ))
        .await;
    record.mark().await;
    let sorted = async |person| {
        let mut medications = record.medications(person).await;
        medications.sort_unstable();
        medications
    };
    for person in [&record.account, &record.caregiver] {
        assert_eq!(sorted(person).await, ["Insulin", "Warfarin"]);
    }
    // Each of them is then found to be an error: what hangs on the visit goes with it, and what was given beside it is read,
    // struck out, as the patient may have taken it.
    record
        .run("update prescriptions set entered_in_error_at = now(), entered_in_error_reason = 'No' where entered_in_error_at is null")
        .await;
    for person in [&record.account, &record.caregiver] {
        assert_eq!(sorted(person).await, ["Insulin"]);
    }
    assert_eq!(sorted(&record.ana).await, ["Doxycycline", "Insulin", "Warfarin"]);
}
