use model::{
    id::{DocumentId, PatientId, PrescriptionId, ProviderId, UserId, VisitId},
    patient::Registration,
    visit::Written,
};
use serde_json::{Value, json};
use sessions::Passwords;
use uuid::Uuid;

use crate::{browser::Browser, running::Server};

pub const PASSWORD: &str = "correct horse battery";

/// The last name of every record, which no answer to anyone else may hold.
pub const NAME: &str = "Quillfeather";

/// The smallest PDF that is accepted.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
    2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
    3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>\nendobj\n\
    xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000056 00000 n \n0000000107 00000 n \n\
    trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n";

/// Somebody who is signed in.
pub struct Person {
    pub user: UserId,
    pub email: String,
    pub browser: Browser,
}

/// A signed-in provider.
pub struct Provider {
    pub id: ProviderId,
    pub person: Person,
}

/// A record, and one of each thing in it.
#[derive(Clone, Copy)]
pub struct Record {
    pub patient: PatientId,
    pub visit: VisitId,
    pub prescription: PrescriptionId,
    pub document: DocumentId,
}

impl Server {
    /// An account, which isn't signed in.
    pub async fn account(&self, kind: &str, email: &str) -> UserId {
        let id = Uuid::now_v7();
        let hash = Passwords::new().unwrap().hash(PASSWORD).await.unwrap();
        let insert = sqlx::query("insert into users (id, kind, email, password_hash) values ($1, $2, $3, $4)");
        insert.bind(id).bind(kind).bind(email).bind(hash).execute(&self.superuser).await.unwrap();
        UserId(id)
    }

    async fn signed_in(&self, kind: &str, name: &str) -> Person {
        let email = format!("{name}@clinic.example");
        let user = self.account(kind, &email).await;
        let mut browser = self.browser();
        let answer = browser.sign_in(&email, PASSWORD).await;
        assert_eq!(answer.status, 302, "{}", answer.text());
        Person { user, email, browser }
    }

    pub async fn provider(&self, name: &str) -> Provider {
        let provider = self.unverified_provider(name).await;
        let verify = sqlx::query("update providers set is_verified = true, verified_at = now() where id = $1");
        verify.bind(provider.id.0).execute(&self.superuser).await.unwrap();
        provider
    }

    pub async fn unverified_provider(&self, name: &str) -> Provider {
        let person = self.signed_in("provider", name).await;
        let id = Uuid::now_v7();
        let insert =
            "insert into providers (id, user_id, display_name, specialty) values ($1, $2, $3, 'Family medicine')";
        sqlx::query(insert).bind(id).bind(person.user.0).bind(name).execute(&self.superuser).await.unwrap();
        Provider { id: ProviderId(id), person }
    }

    pub async fn administrator(&self) -> Person {
        self.signed_in("administrator", "administrator").await
    }

    /// A patient's account, linked to the record.
    pub async fn patient(&self, name: &str, record: PatientId) -> Person {
        let person = self.signed_in("patient", name).await;
        let link = sqlx::query("update patients set user_id = $1 where id = $2");
        link.bind(person.user.0).bind(record.0).execute(&self.superuser).await.unwrap();
        person
    }

    /// How many rows the table has.
    pub async fn count(&self, table: &'static str) -> i64 {
        let count = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        sqlx::query_scalar(count).fetch_one(&self.superuser).await.unwrap()
    }
}

impl Provider {
    pub fn browser(&self) -> &Browser {
        &self.person.browser
    }

    pub async fn register(&self, first_name: &str) -> PatientId {
        let mut arguments = json!({ "id": Uuid::now_v7(), "form": demographics(first_name), "not_duplicates": [] });
        let mut answer = self.browser().ask("register_patient", &arguments).await;
        // All of them share a last name and a date of birth.
        if let Registration::PossibleDuplicates(found) = &answer {
            arguments["not_duplicates"] = found.iter().map(|patient| patient.id.to_string()).collect();
            answer = self.browser().ask("register_patient", &arguments).await;
        }
        match answer {
            Registration::Registered(patient) => patient,
            other => panic!("{other:?}"),
        }
    }

    /// A new patient with a visit, a prescription, a document.
    pub async fn record(&self, first_name: &str) -> Record {
        let patient = self.register(first_name).await;
        let arguments = json!({ "visit": { "id": Uuid::now_v7(), "patient": patient, "form": visit() } });
        let Written::Saved(visit) = self.browser().ask("record_visit", &arguments).await else { panic!("a conflict") };
        let arguments = json!({ "id": Uuid::now_v7(), "patient": patient, "form": prescription() });
        let written = self.browser().ask("start_prescription", &arguments).await;
        let Written::Saved(prescription) = written else { panic!("a conflict") };
        Record { patient, visit, prescription, document: self.file(patient).await }
    }

    /// Files a document.
    pub async fn file(&self, patient: PatientId) -> DocumentId {
        let answer = self.browser().upload(&patient.to_string(), PDF).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        serde_json::from_value(answer.json()["id"].clone()).unwrap()
    }
}

pub fn demographics(first_name: &str) -> Value {
    json!({
        "first_name": first_name, "last_name": NAME, "date_of_birth": "1980-02-29", "gender": "female",
        "blood_type": "O+", "emergency_contact": {}, "address": {}, "insurance": {},
    })
}

/// As a field for date and time sends it.
pub fn tomorrow() -> String {
    (chrono::Utc::now() + chrono::TimeDelta::days(1)).format("%Y-%m-%dT%H:%M").to_string()
}

pub fn visit() -> Value {
    json!({
        "visit_date": "2024-02-29T10:30", "chief_complaint": "Cough", "diagnosis": "Bronchitis", "notes": "",
        "vitals": { "values": [] }, "prescriptions": [], "allergy_override_reason": "",
    })
}

pub fn prescription() -> Value {
    json!({
        "medication": "Lisinopril", "dosage": "10 mg", "frequency": "daily", "start_date": "2024-02-29",
        "end_date": "", "allergy_override_reason": "",
    })
}
