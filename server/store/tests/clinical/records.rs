//! Records behind the policies: set down as they are, and looked at afterwards.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use model::{
    id::{DocumentId, PatientId, PrescriptionId, VisitId},
    vitals::Vitals,
};
use sqlx::{AssertSqlSafe, types::Json};
use uuid::Uuid;

use crate::clinic::{Clinic, Person};

const VISIT: &str = "
    insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, diagnosis, vitals)
    values ($1, $2, $3, $4, 'Headache', $5, $6)";

const PRESCRIPTION: &str = "
    insert into prescriptions (id, patient_id, medication, start_date, end_date) values ($1, $2, $3, $4, $5)";

const DOCUMENT: &str = "
    insert into documents (id, patient_id, file_url, document_type, media_type, size_bytes, sha256, uploaded_at)
    values ($1, $2, $3, 'referral', 'application/pdf', 1000, $4, $5)";

impl Clinic {
    pub async fn visit(&self, patient: PatientId, author: &Person, at: DateTime<Utc>) -> VisitId {
        self.visit_with(patient, author, at, "Hypertension", Vitals::default()).await
    }

    pub async fn visit_with(
        &self,
        patient: PatientId,
        author: &Person,
        at: DateTime<Utc>,
        diagnosis: &str,
        vitals: Vitals,
    ) -> VisitId {
        let id = Uuid::now_v7();
        let insert = sqlx::query(VISIT).bind(id).bind(patient.0).bind(author.provider().0).bind(at);
        insert.bind(diagnosis).bind(Json(vitals)).execute(&self.superuser).await.unwrap();
        VisitId(id)
    }

    pub async fn prescription(
        &self,
        patient: PatientId,
        medication: &str,
        start: NaiveDate,
        end: Option<NaiveDate>,
    ) -> PrescriptionId {
        let id = Uuid::now_v7();
        let insert = sqlx::query(PRESCRIPTION).bind(id).bind(patient.0).bind(medication).bind(start).bind(end);
        insert.execute(&self.superuser).await.unwrap();
        PrescriptionId(id)
    }

    pub async fn document(&self, patient: PatientId, at: DateTime<Utc>) -> DocumentId {
        let id = Uuid::now_v7();
        let key = Uuid::now_v7().to_string();
        let insert = sqlx::query(DOCUMENT).bind(id).bind(patient.0).bind(key).bind([0_u8; 32].as_slice()).bind(at);
        insert.execute(&self.superuser).await.unwrap();
        DocumentId(id)
    }

    /// Every allergy that was ever recorded, with its status.
    pub async fn allergies(&self, patient: PatientId) -> Vec<(String, String)> {
        let all = "select substance, status from patient_allergies where patient_id = $1 order by substance, status";
        sqlx::query_as(all).bind(patient.0).fetch_all(&self.superuser).await.unwrap()
    }

    /// The column that a trigger derives from them.
    pub async fn derived_allergies(&self, patient: PatientId) -> Vec<String> {
        let derived = sqlx::query_scalar("select allergies from patients where id = $1").bind(patient.0);
        derived.fetch_one(&self.superuser).await.unwrap()
    }

    /// What was done, to whose record, to which row, in order.
    pub async fn audit_events(&self) -> Vec<(String, Option<Uuid>, Option<Uuid>)> {
        let events = sqlx::query_as("select action, patient_id, subject_id from audit_events order by id");
        events.fetch_all(&self.superuser).await.unwrap()
    }

    /// A digest of every table but of who is signed in: two are equal when nothing was written in between.
    pub async fn digests(&self) -> BTreeMap<String, String> {
        let tables = "select tablename::text from pg_tables where schemaname = 'public' and tablename <> 'sessions'";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&self.superuser).await.unwrap();
        let mut digests = BTreeMap::new();
        for table in tables {
            let digest = format!("select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t");
            let digest = sqlx::query_scalar(AssertSqlSafe(digest)).fetch_one(&self.superuser).await.unwrap();
            digests.insert(table, digest);
        }
        digests
    }
}
