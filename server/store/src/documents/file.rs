use chrono::{DateTime, Utc};
use model::{
    access::Action,
    document::{DocumentType, FileFormat},
    id::{DocumentId, PatientId},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Error, Transaction, rows::format_of};

const MAY_WRITE: &str = "
    select p.id from patients p where p.id = $1 and treats_beyond_emergency(p.id)";

const INSERT: &str = "
    insert into documents (id, patient_id, uploaded_by, file_url, document_type, media_type, description, size_bytes,
                           sha256)
    select $1, p.id, (select current_user_id()), $3, $4, $5, $6, $7, $8
      from patients p
     where p.id = $2 and (select current_provider_id()) is not null
    on conflict do nothing";

const FILED: &str = "
    select patient_id = $2 and sha256 = $3 and document_type = $4 and description = $5
      from documents
     where id = $1 and uploaded_by = (select current_user_id())";

const FILE: &str = "
    select patient_id, file_url, to_json(document_type) as document_type, media_type, uploaded_at
      from documents
     where id = $1";

/// A document whose object is in the bucket already.
#[derive(Clone, Debug)]
pub struct NewDocument {
    pub id: DocumentId,
    pub patient: PatientId,
    /// The object's key: a UUID, so that it says nothing of anyone.
    pub object_key: String,
    pub document_type: DocumentType,
    pub format: FileFormat,
    /// At most 500 characters.
    pub description: String,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
}

/// What became of a document that was sent under an id of the sender's own, perhaps for the second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filing {
    /// It has its row by this call; the object is the row's.
    New,
    /// It had its row already: the same file with the same words, for the same patient, from the same caller. The
    /// object of this call belongs to nothing.
    Again,
    /// The caller has filed something else under this id. The object of this call belongs to nothing.
    Different,
}

/// Where a document's bytes are, and how the browser is to save them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFile {
    pub object_key: String,
    /// Type and date, never whose it is: `lab-result-2026-03-12.pdf`.
    pub file_name: String,
    pub media_type: &'static str,
}

#[derive(FromRow)]
struct FileRow {
    patient_id: Uuid,
    file_url: String,
    document_type: Json<DocumentType>,
    media_type: String,
    uploaded_at: DateTime<Utc>,
}

impl Transaction {
    /// Whether the caller may file something in a patient's record; asked before an upload's body is read.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless the caller treats the patient, otherwise than by emergency access.
    pub async fn check_may_write(&mut self, patient: PatientId) -> Result<(), Error> {
        let treated = sqlx::query(MAY_WRITE).bind(patient.0);
        treated.fetch_optional(self.connection()).await?.map(drop).ok_or(Error::NotFound)
    }

    /// What the caller has filed under the document's id already, if anything; asked before its bytes are stored again.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn earlier_filing(&mut self, document: &NewDocument) -> Result<Option<Filing>, Error> {
        let is_same: Option<bool> = sqlx::query_scalar(FILED)
            .bind(document.id.0)
            .bind(document.patient.0)
            .bind(document.sha256.as_slice())
            .bind(document.document_type.as_str())
            .bind(&document.description)
            .fetch_optional(self.connection())
            .await?;
        Ok(is_same.map(|is_same| if is_same { Filing::Again } else { Filing::Different }))
    }

    /// Files a document, uploaded by the caller. One that was filed before stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, for an id that is somebody else's, and for an
    /// object that has its row.
    pub async fn add_document(&mut self, document: &NewDocument) -> Result<Filing, Error> {
        let size = i64::try_from(document.size).map_err(|_| crate::texts::invalid("file", "The file is too large."))?;
        let inserted = sqlx::query(INSERT)
            .bind(document.id.0)
            .bind(document.patient.0)
            .bind(&document.object_key)
            .bind(document.document_type.as_str())
            .bind(document.format.media_type())
            .bind(&document.description)
            .bind(size)
            .bind(document.sha256.as_slice())
            .execute(self.connection())
            .await?;
        if inserted.rows_affected() == 0 {
            // Taken: by the same upload sent twice, or by somebody else; or there is no such patient.
            return self.earlier_filing(document).await?.ok_or(Error::NotFound);
        }
        self.audit(Action::DocumentWrite, Some(document.patient), Some(document.id.0)).await?;
        Ok(Filing::New)
    }

    /// What a signed URL is minted from; recorded as such, on every click.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a document that the caller can't see.
    pub async fn document_file(&mut self, document: DocumentId) -> Result<DocumentFile, Error> {
        let row: Option<FileRow> = sqlx::query_as(FILE).bind(document.0).fetch_optional(self.connection()).await?;
        let row = row.ok_or(Error::NotFound)?;
        self.audit(Action::DocumentMintUrl, Some(PatientId(row.patient_id)), Some(document.0)).await?;
        let format = format_of(&row.media_type);
        let kind = row.document_type.0.as_str().replace('_', "-");
        let date = self.clinic_time(row.uploaded_at).date();
        Ok(DocumentFile {
            object_key: row.file_url,
            file_name: format!("{kind}-{date}.{}", format.extension()),
            media_type: format.media_type(),
        })
    }
}
