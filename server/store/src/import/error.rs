use crate::Error;

/// Why a record isn't imported. Like [`Error`], it says nothing of the patient.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Two people must never share a record, whatever the files call them.
    #[error("its identifier belongs to a patient of another name or birth date")]
    AnotherPerson,
    /// Only where a reader lets one through.
    #[error("a text has a character that the database can't store")]
    Character,
    /// [`Error::Invalid`] when a row names a provider or a visit that the record doesn't have; [`Error::Unavailable`]
    /// when the database or the sink doesn't answer; [`Error::Database`] for what the tables refuse.
    #[error(transparent)]
    Store(Error),
}

impl From<Error> for ImportError {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(fields) if fields.is_empty() => Self::Character,
            error => Self::Store(error),
        }
    }
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

/// The record because of which nothing was imported.
#[derive(Debug)]
pub struct RefusedRecord {
    /// Its place among those that came together.
    pub position: usize,
    pub error: ImportError,
}
