//! Records from another system, written by the owner's role: those of one file in one transaction, and each external id
//! once.
//!
//! What is there stays as it is. Importing the same record again finds every row and changes nothing; importing a
//! newer bundle of the same patient adds what is new. An identifier that another person has here is refused.

mod documents;
mod error;
mod outcome;
mod people;
mod record;

use model::{access::Action, id::PatientId, import::ImportedRecord};
use sqlx::{
    ConnectOptions, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use uuid::Uuid;

pub use documents::{DocumentSink, PutError};
pub use error::{ImportError, RefusedRecord};
pub use outcome::{ImportOutcome, Tally};

use self::documents::Puts;
use crate::{Error, texts::invalid};

const AUDIT: &str = "
    insert into audit_events (id, actor_role, access_right, patient_id, action)
    values ($1, 'owner', 'none', $2, $3)";

/// A number of our own, for Postgres' lock of that number.
const IMPORTING: i64 = 0x696d_706f_7274;

const LOCK: &str = "select pg_advisory_xact_lock($1)";

/// Writes imported records, as `carechart_owner`.
#[derive(Clone, Debug)]
pub struct Importer {
    pool: PgPool,
}

impl Importer {
    /// Connects as the owner's role; one connection, as records come one after the other.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database doesn't answer.
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        let options = options.disable_statement_logging();
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self { pool })
    }

    /// Imports one record, all or nothing; see [`Self::import_all`].
    ///
    /// # Errors
    /// [`ImportError`].
    pub async fn import(
        &self,
        record: &ImportedRecord,
        sink: &impl DocumentSink,
    ) -> Result<ImportOutcome, ImportError> {
        let mut outcomes =
            self.import_all(std::slice::from_ref(record), sink).await.map_err(|refused| refused.error)?;
        outcomes.pop().ok_or(ImportError::Store(Error::NotFound))
    }

    /// Imports records that came together, all or nothing. The bytes of documents that aren't there yet go to `sink`
    /// first, each under a new key, so that no row ever lacks its object; when the records are refused after that,
    /// they are taken out again.
    ///
    /// # Errors
    /// The first record that isn't taken, and why: [`ImportError`].
    pub async fn import_all(
        &self,
        records: &[ImportedRecord],
        sink: &impl DocumentSink,
    ) -> Result<Vec<ImportOutcome>, RefusedRecord> {
        let at = |position| move |error| RefusedRecord { position, error };
        for (position, record) in records.iter().enumerate() {
            check_references(record).map_err(|error| at(position)(error.into()))?;
        }
        let mut tx = self.pool.begin().await.map_err(|error| at(0)(error.into()))?;
        lock(&mut tx).await.map_err(at(0))?;
        let mut puts = Puts::new(sink);
        let mut outcomes = Vec::new();
        for (position, record) in records.iter().enumerate() {
            match write(&mut tx, record, &mut puts).await {
                Ok(outcome) => outcomes.push(outcome),
                Err(error) => {
                    drop(tx);
                    puts.take_back().await;
                    return Err(at(position)(error));
                }
            }
        }
        // Whether a commit that isn't answered took place, nobody knows: its objects are left to the sweep, which looks.
        tx.commit().await.map_err(|error| at(0)(error.into()))?;
        Ok(outcomes)
    }
}
/// One import at a time: two that have patients or practitioners in common would wait for each other for ever.
async fn lock(connection: &mut PgConnection) -> Result<(), ImportError> {
    sqlx::query(LOCK).bind(IMPORTING).execute(connection).await?;
    Ok(())
}

async fn write<S: DocumentSink>(
    connection: &mut PgConnection,
    record: &ImportedRecord,
    puts: &mut Puts<'_, S>,
) -> Result<ImportOutcome, ImportError> {
    let (patient, patients) = people::insert_patient(connection, record).await?;
    let providers = people::insert_providers(connection, &record.providers).await?;
    let allergies = people::insert_allergies(connection, patient, &record.allergies).await?;
    let visits = record::insert_visits(connection, patient, &record.visits).await?;
    let prescriptions = record::insert_prescriptions(connection, patient, &record.prescriptions).await?;
    let relationships = people::insert_relationships(connection, patient, record).await?;
    let (documents, refused_documents) =
        documents::insert_documents(connection, patient, &record.documents, puts).await?;
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
        audit(connection, patient).await?;
    }
    Ok(outcome)
}

async fn audit(connection: &mut PgConnection, patient: PatientId) -> Result<(), Error> {
    let insert = sqlx::query(AUDIT).bind(Uuid::now_v7()).bind(patient.0).bind(Action::RecordImport.as_str());
    insert.execute(connection).await?;
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
