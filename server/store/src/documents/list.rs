use chrono::{DateTime, Utc};
use model::{
    access::Action,
    document::{Document, DocumentType},
    id::{DocumentId, PatientId},
    page::{Cursor, Page},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Error, Transaction, cursor,
    rows::{ErrorColumns, format_of},
};

const DOCUMENTS: &str = "
    select d.id, to_json(d.document_type) as document_type, d.media_type, d.description, d.uploaded_at,
           d.size_bytes, d.reviewed_at, d.entered_in_error_at, d.entered_in_error_reason,
           (select marker.display_name from providers marker where marker.id = d.entered_in_error_by)
               as entered_in_error_by,
           coalesce(uploader.display_name, '') as uploaded_by_name
      from documents d
      left join providers uploader on uploader.user_id = d.uploaded_by
     where d.patient_id = $1
       and ($3::uuid is null or (d.uploaded_at, d.id) < ($2, $3))
     order by d.uploaded_at desc, d.id desc
     limit $4";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    document_type: Json<DocumentType>,
    media_type: String,
    description: String,
    uploaded_at: DateTime<Utc>,
    uploaded_by_name: String,
    size_bytes: i64,
    reviewed_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    error: ErrorColumns,
}

impl Transaction {
    /// A page of a record's documents, the latest first. Providers see those entered in error, marked; patients don't.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_documents(
        &mut self,
        patient: PatientId,
        after: Option<&Cursor>,
    ) -> Result<Page<Document>, Error> {
        const LIST: &str = "documents";
        let after: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        let rows: Vec<Row> = sqlx::query_as(DOCUMENTS)
            .bind(patient.0)
            .bind(after.map(|(at, _)| at))
            .bind(after.map(|(_, id)| id))
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        if rows.is_empty() {
            self.require_visible(patient).await?;
        }
        self.audit(Action::DocumentsList, Some(patient), None).await?;
        Ok(cursor::page(LIST, rows, |row| (row.uploaded_at, row.id), |row| self.document(row)))
    }

    fn document(&self, row: Row) -> Document {
        Document {
            id: DocumentId(row.id),
            document_type: row.document_type.0,
            format: format_of(&row.media_type),
            description: row.description,
            uploaded_at: self.clinic_time(row.uploaded_at),
            uploaded_by_name: row.uploaded_by_name,
            size: row.size_bytes,
            reviewed_at: row.reviewed_at.map(|at| self.clinic_time(at)),
            entered_in_error: row.error.convert(self),
        }
    }
}
