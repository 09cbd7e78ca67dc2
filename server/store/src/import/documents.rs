use std::future::Future;

use model::{document::FileRefusal, id::PatientId, import::ImportedDocument};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Tally;
use crate::Error;

const KNOWN: &str = "select external_id from documents where patient_id = $1 and external_id = any($2)";

const INSERT: &str = "
    insert into documents (id, patient_id, external_id, file_url, document_type, media_type, description, size_bytes,
                           sha256, uploaded_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (patient_id, external_id) do nothing";

/// Takes an imported document's bytes before its row appears. The store knows no bucket: whoever imports brings one,
/// and checks the file there as an upload is checked.
pub trait DocumentSink: Sync {
    /// Stores `document.bytes` under `object_key`.
    ///
    /// # Errors
    /// [`PutError::Refused`] leaves this document out, [`PutError::Unavailable`] gives up all records.
    fn put(&self, object_key: &str, document: &ImportedDocument) -> impl Future<Output = Result<(), PutError>> + Send;

    /// Takes an object back whose row won't appear. Where that fails, the sweep of orphaned objects comes later.
    fn take_back(&self, object_key: &str) -> impl Future<Output = ()> + Send;
}

/// What a sink was given on behalf of one transaction.
pub(super) struct Puts<'a, S> {
    sink: &'a S,
    keys: Vec<String>,
}

impl<'a, S: DocumentSink> Puts<'a, S> {
    pub fn new(sink: &'a S) -> Self {
        Self { sink, keys: Vec::new() }
    }

    /// Noted before it is tried: what isn't answered may have arrived.
    async fn put(&mut self, object_key: &str, document: &ImportedDocument) -> Result<(), PutError> {
        self.keys.push(object_key.to_owned());
        self.sink.put(object_key, document).await
    }

    /// After the transaction has failed.
    pub async fn take_back(self) {
        for key in &self.keys {
            self.sink.take_back(key).await;
        }
    }
}

/// Why a document's bytes weren't stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutError {
    /// The file isn't acceptable.
    Refused(FileRefusal),
    /// The bucket doesn't answer.
    Unavailable,
}

/// Writes the documents that aren't there yet; also says which ones the sink refused.
pub(super) async fn insert_documents<S: DocumentSink>(
    connection: &mut PgConnection,
    patient: PatientId,
    documents: &[ImportedDocument],
    puts: &mut Puts<'_, S>,
) -> Result<(Tally, Vec<(String, FileRefusal)>), Error> {
    let ids: Vec<&str> = documents.iter().map(|document| document.external_id.as_str()).collect();
    let known: Vec<String> = sqlx::query_scalar(KNOWN).bind(patient.0).bind(&ids).fetch_all(&mut *connection).await?;
    let mut tally = Tally { imported: 0, unchanged: known.len() as u64 };
    let mut refused = Vec::new();
    for document in documents.iter().filter(|document| !known.contains(&document.external_id)) {
        let object_key = Uuid::now_v7().to_string();
        match puts.put(&object_key, document).await {
            Ok(()) => {
                tally.imported += insert(connection, patient, document, &object_key).await?;
            }
            Err(PutError::Refused(reason)) => refused.push((document.external_id.clone(), reason)),
            Err(PutError::Unavailable) => return Err(Error::Unavailable),
        }
    }
    Ok((tally, refused))
}

async fn insert(
    connection: &mut PgConnection,
    patient: PatientId,
    document: &ImportedDocument,
    object_key: &str,
) -> Result<u64, Error> {
    let inserted = sqlx::query(INSERT)
        .bind(Uuid::now_v7())
        .bind(patient.0)
        .bind(&document.external_id)
        .bind(object_key)
        .bind(document.document_type.as_str())
        .bind(document.format.media_type())
        .bind(&document.description)
        .bind(document.bytes.len() as i64)
        .bind(Sha256::digest(&document.bytes).as_slice())
        .bind(document.created_at)
        .execute(connection)
        .await?;
    Ok(inserted.rows_affected())
}
