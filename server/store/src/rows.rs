//! Columns that many queries share, and what they become.

use chrono::{DateTime, NaiveDate, Utc};
use model::{document::FileFormat, id::PatientId, patient::PatientSummary, visit::EnteredInError};
use sqlx::FromRow;
use uuid::Uuid;

use crate::Transaction;

/// Whom a row of a list across patients is about.
#[derive(FromRow)]
pub(crate) struct PatientColumns {
    patient_id: Uuid,
    first_name: String,
    last_name: String,
    date_of_birth: NaiveDate,
}

impl From<PatientColumns> for PatientSummary {
    fn from(row: PatientColumns) -> Self {
        Self {
            id: PatientId(row.patient_id),
            first_name: row.first_name,
            last_name: row.last_name,
            date_of_birth: row.date_of_birth,
        }
    }
}

/// The mark of something that should not have been entered.
#[derive(FromRow)]
pub(crate) struct ErrorColumns {
    entered_in_error_at: Option<DateTime<Utc>>,
    entered_in_error_reason: Option<String>,
    /// The name of who marked it, where the caller may know it.
    entered_in_error_by: Option<String>,
}

impl ErrorColumns {
    pub(crate) fn convert(self, tx: &Transaction) -> Option<EnteredInError> {
        let at = tx.clinic_time(self.entered_in_error_at?);
        let (by, reason) = (self.entered_in_error_by, self.entered_in_error_reason);
        Some(EnteredInError { at, by: by.unwrap_or_default(), reason: reason.unwrap_or_default() })
    }
}

/// The format behind a stored media type; the table's check admits only the two.
pub(crate) fn format_of(media_type: &str) -> FileFormat {
    if media_type == FileFormat::Jpeg.media_type() { FileFormat::Jpeg } else { FileFormat::Pdf }
}
