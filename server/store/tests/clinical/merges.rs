//! Two records of one person: who merges them and when, what moves, and what undoing puts back.

mod at_once;
mod caregivers;
mod choosing;
mod closed;
mod covers;
mod hidden_visits;
mod merging;
mod refusing;
mod undoing;

use model::{
    id::{MergeId, PatientId},
    merge::MergeRequest,
};
use sqlx::AssertSqlSafe;
use store::Error;
use uuid::Uuid;

use crate::clinic::{Clinic, Person};

const REASON: &str = "The same insurance card.";

/// Freda, registered twice: Ana treats both records, Ben the first one, Cleo the second one.
struct Twice {
    clinic: Clinic,
    ana: Person,
    ben: Person,
    cleo: Person,
    survivor: PatientId,
    merged: PatientId,
}

impl Twice {
    async fn new() -> Self {
        let clinic = Clinic::new().await;
        let (ana, ben) = (clinic.provider("Ana").await, clinic.provider("Ben").await);
        let cleo = clinic.provider("Cleo").await;
        let survivor = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
        let merged = clinic.patient(&[&ana, &cleo], "Frederica", "Kris").await;
        Self { clinic, ana, ben, cleo, survivor, merged }
    }

    async fn version(&self, patient: PatientId) -> i32 {
        let version = sqlx::query_scalar("select version from patients where id = $1").bind(patient.0);
        version.fetch_one(&self.clinic.superuser).await.unwrap()
    }

    /// With what is in the database now.
    async fn request(&self) -> MergeRequest {
        MergeRequest {
            id: MergeId(Uuid::now_v7()),
            survivor: self.survivor,
            survivor_version: self.version(self.survivor).await,
            merged: self.merged,
            merged_version: self.version(self.merged).await,
            reason: REASON.into(),
        }
    }

    async fn merge_as(&self, person: &Person, request: &MergeRequest) -> Result<(), Error> {
        let mut tx = self.clinic.begin_confirmed(person).await;
        tx.merge_records(request).await?;
        tx.commit().await
    }

    async fn merge(&self) -> MergeId {
        let request = self.request().await;
        self.merge_as(&self.ana, &request).await.unwrap();
        request.id
    }

    async fn undo_as(&self, person: &Person, merge: MergeId) -> Result<(), Error> {
        let mut tx = self.clinic.begin_confirmed(person).await;
        tx.undo_merge(merge).await?;
        tx.commit().await
    }

    async fn run(&self, sql: &str) {
        let sql = sql.replace("SURVIVOR", &format!("'{}'", self.survivor));
        let sql = sql.replace("MERGED", &format!("'{}'", self.merged));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&self.clinic.superuser).await.unwrap();
    }

    /// How many visits of the survivor the person reads; `None` for a chart that isn't theirs.
    async fn visits(&self, person: &Person, patient: PatientId) -> Option<usize> {
        let listed = self.clinic.begin(person).await.list_visits(patient, None).await;
        listed.ok().map(|page| page.rows.len())
    }

    /// Of each of these, in whose record it is now.
    async fn rows_of(&self, patient: PatientId) -> Vec<(String, i64)> {
        let count =
            |table: &str| format!("select '{table}' as name, count(*) from {table} where patient_id = '{patient}'");
        let counts: Vec<_> = MOVING.iter().map(|table| count(table)).collect();
        let all = counts.join(" union all ") + " order by name";
        let rows: Vec<(String, i64)> =
            sqlx::query_as(AssertSqlSafe(all)).fetch_all(&self.clinic.superuser).await.unwrap();
        rows.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

/// Everything of a record that goes where it goes.
const MOVING: [&str; 8] = [
    "appointments",
    "documents",
    "patient_allergies",
    "prescriptions",
    "visit_addenda",
    "visit_private_notes",
    "visit_versions",
    "visits",
];

/// What stays with the record that it was about.
const STAYING: [&str; 8] = [
    "access_reports",
    "audit_events",
    "break_glass_grants",
    "care_relationships",
    "caregivers",
    "handovers",
    "links",
    "patient_versions",
];

/// Whoever adds a table with a patient decides here, and in `record_tables`, what a merge does with it.
#[tokio::test]
async fn of_every_table_it_is_known_whether_it_moves() {
    let twice = Twice::new().await;
    let tables = "select c.table_name::text from information_schema.columns c
                   where c.table_schema = 'public' and c.column_name = 'patient_id' order by 1";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&twice.clinic.superuser).await.unwrap();
    let mut known: Vec<&str> = MOVING.into_iter().chain(STAYING).collect();
    known.sort_unstable();
    assert_eq!(tables, known);
    let moved = "select unnest(moving_tables())";
    let moved: Vec<String> = sqlx::query_scalar(moved).fetch_all(&twice.clinic.superuser).await.unwrap();
    // What hangs on a visit follows it.
    let expected: Vec<&str> = MOVING.into_iter().filter(|table| !table.starts_with("visit_")).collect();
    assert!(expected.iter().all(|table| moved.iter().any(|moved| moved == table)), "{moved:?}");
    assert_eq!(moved.len(), expected.len());
}
