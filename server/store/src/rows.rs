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

/// What identifies patient `p`, and the active allergies, as JSON where it is more than a value.
macro_rules! record_columns {
    () => {
        "p.id, p.version, p.user_id is not null as has_account, to_json(p.allergy_status) as allergy_status,
           json_build_object(
               'first_name', p.first_name, 'last_name', p.last_name, 'date_of_birth', p.date_of_birth,
               'gender', p.gender, 'blood_type', p.blood_type, 'emergency_contact', p.emergency_contact,
               'address', p.address, 'insurance', p.insurance) as demographics,
           (select coalesce(json_agg(json_build_object(
                       'id', a.id, 'substance', a.substance, 'reaction', a.reaction, 'severity', a.severity)
                       order by array_position(array['severe', 'moderate', 'mild', 'unknown'], a.severity),
                                normalized(a.substance), a.id), '[]')
              from patient_allergies a
             where a.patient_id = p.id and a.status = 'active') as allergies"
    };
}
pub(crate) use record_columns;

/// Providers `r` as JSON, in the order of their names.
///
/// # Arguments
/// `from` is the rest of the query, which names them.
macro_rules! colleagues {
    ($from:literal) => {
        concat!(
            "(select coalesce(json_agg(json_build_object(
                       'id', r.id, 'display_name', r.display_name, 'specialty', r.specialty)
                       order by normalized(r.display_name), r.id), '[]') ",
            $from,
            ")"
        )
    };
}
pub(crate) use colleagues;

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
