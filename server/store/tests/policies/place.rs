//! Puts a clinic into the database, asks as everybody, and takes it back.

use std::{cell::RefCell, collections::BTreeMap};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use crate::{
    clinic::{Caller, Clinic},
    harness::Database,
    rows::{Kind, Rows, id, key},
    sql,
};

/// Every row that the caller gets, with the table's name.
const READ: &str = "
    select 'users', array[id] from users
    union all select 'providers', array[id] from providers
    union all select 'care_relationships', array[provider_id, patient_id] from care_relationships
    union all select 'patients', array[id] from patients
    union all select 'patient_versions', array[patient_id] from patient_versions
    union all select 'patient_allergies', array[id] from patient_allergies
    union all select 'visits', array[id] from visits
    union all select 'visit_versions', array[visit_id] from visit_versions
    union all select 'visit_addenda', array[id] from visit_addenda
    union all select 'visit_private_notes', array[visit_id] from visit_private_notes
    union all select 'prescriptions', array[id] from prescriptions
    union all select 'documents', array[id] from documents
    union all select 'appointments', array[id] from appointments
    union all select 'audit_events', array[id] from audit_events
    union all select 'access_reports', array[id] from access_reports
    union all select 'break_glass_grants', array[id] from break_glass_grants
    union all select 'caregivers', array[id] from caregivers
    union all select 'handovers', array[id] from handovers
    union all select 'covers', array[id] from covers
    union all select 'patient_merges', array[id] from patient_merges
    union all select 'caregiver_records()', array[patient] from unnest(caregiver_records()) patient
    union all select 'suspended_accounts()', array[user_id] from suspended_accounts()
    union all select 'active_provider()', array[one] from unnest($2::uuid[]) one where active_provider(one)
    union all select 'merged_patient()', array[patient] from unnest($1::uuid[]) patient, merged_patient(patient)
    union all select 'acts by ' || access_right(patient), array[patient] from unnest($1::uuid[]) patient
    union all select 'hidden_visits()', array[patient] from unnest($1::uuid[]) patient
               where exists (select from hidden_visits(patient))
    union all select 'treats()', array[patient] from unnest($1::uuid[]) patient where treats(patient)
    union all select 'treats_beyond_emergency()', array[patient] from unnest($1::uuid[]) patient
               where treats_beyond_emergency(patient)
    union all select 'may_pass_on()', array[patient] from unnest($1::uuid[]) patient where may_pass_on(patient)";

/// Every row that the caller may change, each by a change that no trigger minds. Of what was prescribed in a visit an emergency
/// may mark its own and change nothing, which is an error instead of no row.
const CHANGE: &str = "
    with patients_changed as (update patients set updated_at = now() returning id),
         allergies_changed as (update patient_allergies set status = status returning id),
         visits_changed as (update visits set notes = notes returning id),
         notes_changed as (update visit_private_notes set text = text returning visit_id),
         prescriptions_changed as (
             update prescriptions set stop_reason = stop_reason
              where entered_in_error_at is null and visit_id is null
             returning id),
         documents_changed as (update documents set reviewed_at = reviewed_at returning id),
         reports_changed as (
             update access_reports set closed_at = now(), closed_by = current_user_id(), verdict = 'Seen' returning id),
         grants_changed as (
             update break_glass_grants
                set reviewed_at = now(), reviewed_by = current_user_id(), is_justified = true, verdict = 'Seen'
             returning id)
    select 'patients, changed', array[id] from patients_changed
    union all select 'patient_allergies, changed', array[id] from allergies_changed
    union all select 'visits, changed', array[id] from visits_changed
    union all select 'visit_private_notes, changed', array[visit_id] from notes_changed
    union all select 'prescriptions, changed', array[id] from prescriptions_changed
    union all select 'documents, changed', array[id] from documents_changed
    union all select 'access_reports, changed', array[id] from reports_changed
    union all select 'break_glass_grants, changed', array[id] from grants_changed";

/// One migrated database for every clinic.
pub struct Place {
    runtime: Runtime,
    /// As a superuser, who becomes the application's role.
    connection: RefCell<PgConnection>,
}

impl Place {
    pub fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(async {
            let database = Database::new().await;
            PgConnection::connect_with(&database.superuser).await.unwrap()
        });
        Self { runtime, connection: RefCell::new(connection) }
    }

    /// What everybody gets of the clinic, by table.
    ///
    /// # Arguments
    /// `spoilt`: statements that change the rules first.
    pub fn ask(&self, clinic: &Clinic, spoilt: &'static str) -> Vec<(Caller, BTreeMap<String, Rows>)> {
        let mut connection = self.connection.borrow_mut();
        self.runtime.block_on(async {
            let mut tx = connection.begin().await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql::of(clinic))).execute(&mut *tx).await.unwrap();
            sqlx::raw_sql(spoilt).execute(&mut *tx).await.unwrap();
            let mut answers = Vec::new();
            for caller in clinic.callers() {
                answers.push((caller, ask_as(&mut tx, clinic, caller).await));
            }
            tx.rollback().await.unwrap();
            answers
        })
    }
}

async fn ask_as(connection: &mut PgConnection, clinic: &Clinic, caller: Caller) -> BTreeMap<String, Rows> {
    let mut tx = connection.begin().await.unwrap();
    let secret = caller.account().map_or("''".to_owned(), |(kind, number)| sql::secret(&sql::literal(kind, number)));
    let become_them =
        format!("set local role carechart_app; select set_config('app.session', encode({secret}, 'hex'), true)");
    sqlx::raw_sql(AssertSqlSafe(become_them)).execute(&mut *tx).await.unwrap();
    let all = |kind: Kind, count: usize| (0..count).map(|number| id(kind, number)).collect::<Vec<Uuid>>();
    let read = sqlx::query_as(READ).bind(all(Kind::Patient, clinic.patients.len()));
    let read = read.bind(all(Kind::Provider, clinic.providers.len()));
    let mut found: Vec<(String, Vec<Uuid>)> = read.fetch_all(&mut *tx).await.unwrap();
    found.extend(sqlx::query_as::<_, (String, Vec<Uuid>)>(CHANGE).fetch_all(&mut *tx).await.unwrap());
    tx.rollback().await.unwrap();
    let mut rows = BTreeMap::<String, Rows>::new();
    for (table, ids) in found {
        rows.entry(table).or_default().insert(key(&ids));
    }
    rows
}
