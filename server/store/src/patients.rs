//! Patients: registered, and kept up to date by those who treat them.

mod allergies;
mod demographics;
mod registration;
mod versions;

use model::id::PatientId;

use crate::{Error, Transaction};

/// Locks the row, so that of two edits at once the second sees the first. Only who may update a row can lock it.
const VERSION: &str = "select version from patients where id = $1 for update";

impl Transaction {
    /// Refuses an edit of something that the page read before it changed.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, [`Error::Changed`] for another version.
    async fn lock_version(&mut self, patient: PatientId, version: i32) -> Result<(), Error> {
        let current: Option<i32> =
            sqlx::query_scalar(VERSION).bind(patient.0).fetch_optional(self.connection()).await?;
        match current {
            None => Err(Error::NotFound),
            Some(current) if current == version => Ok(()),
            Some(_) => Err(Error::Changed),
        }
    }
}
