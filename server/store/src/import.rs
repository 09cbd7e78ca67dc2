//! Records from another system, written by the owner's role: one transaction each, and each external id once.
//!
//! What is there stays as it is. Importing the same record again finds every row and changes nothing; importing a
//! newer bundle of the same patient adds what is new.

mod documents;
mod outcome;
mod people;
mod record;

use model::{id::PatientId, import::ImportedRecord};
use sqlx::{
    ConnectOptions, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use uuid::Uuid;

pub use documents::{DocumentSink, PutError};
pub use outcome::{ImportOutcome, Tally};

use crate::{Error, texts::invalid};

const AUDIT: &str = "
    insert into audit_events (id, actor_role, access_right, patient_id, action)
    values ($1, 'owner', 'none', $2, 'record.import')";

/// Writes imported records, as `carechart_owner`.
#[derive(Clone, Debug)]
pub struct Importer {
    pool: PgPool,
}

impl Importer {
    /// Connects as the owner's role (`MIGRATION_DATABASE_URL`); one connection, as records come one after the other.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database doesn't answer.
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        let options = options.disable_statement_logging();
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self { pool })
    }

    /// Imports one record, all or nothing. The bytes of documents that aren't there yet go to `sink` first, each under
    /// a new key, so that no row ever lacks its object; when the transaction fails after that, the sweep of orphaned
    /// objects takes them away.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a row names a provider or a visit that the record doesn't have;
    /// [`Error::Unavailable`] when the database or the sink doesn't answer; [`Error::Database`] for what the tables
    /// refuse.
    pub async fn import(&self, record: &ImportedRecord, sink: &impl DocumentSink) -> Result<ImportOutcome, Error> {
        check_references(record)?;
        let mut tx = self.pool.begin().await?;
        let providers = people::insert_providers(&mut tx, &record.providers).await?;
        let (patient, patients) = people::insert_patient(&mut tx, record).await?;
        let allergies = people::insert_allergies(&mut tx, patient, &record.allergies).await?;
        let visits = record::insert_visits(&mut tx, patient, &record.visits).await?;
        let prescriptions = record::insert_prescriptions(&mut tx, patient, &record.prescriptions).await?;
        let relationships = people::insert_relationships(&mut tx, patient, record).await?;
        let (documents, refused_documents) =
            documents::insert_documents(&mut tx, patient, &record.documents, sink).await?;
        let outcome = ImportOutcome {
            patient,
            patients,
            providers,
            allergies,
            visits,
            prescriptions,
            relationships,
            documents,
            refused_documents,
        };
        if !outcome.is_unchanged() {
            audit(&mut tx, patient).await?;
        }
        tx.commit().await?;
        Ok(outcome)
    }
}

async fn audit(connection: &mut PgConnection, patient: PatientId) -> Result<(), Error> {
    sqlx::query(AUDIT).bind(Uuid::now_v7()).bind(patient.0).execute(connection).await?;
    Ok(())
}

/// A join would drop a row whose provider or visit isn't there, silently.
fn check_references(record: &ImportedRecord) -> Result<(), Error> {
    let has_provider = |id: &str| record.providers.iter().any(|provider| provider.external_id == id);
    let has_visit = |id: &str| record.visits.iter().any(|visit| visit.external_id == id);
    if !record.visits.iter().all(|visit| has_provider(&visit.provider)) {
        return Err(invalid("visits", "A visit names a provider that the record doesn't have."));
    }
    let prescribers = record.prescriptions.iter().filter_map(|prescription| prescription.provider.as_deref());
    if !prescribers.into_iter().all(has_provider) {
        return Err(invalid("prescriptions", "A prescription names a provider that the record doesn't have."));
    }
    let visits = record.prescriptions.iter().filter_map(|prescription| prescription.visit.as_deref());
    if !visits.into_iter().all(has_visit) {
        return Err(invalid("prescriptions", "A prescription names a visit that the record doesn't have."));
    }
    Ok(())
}
