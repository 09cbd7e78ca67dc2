use model::{
    access::Action,
    id::{DocumentId, PatientId},
};

use crate::{Error, Transaction, texts};

const REVIEWED: &str = "
    update documents
       set reviewed_at = coalesce(reviewed_at, now()),
           reviewed_by = coalesce(reviewed_by, (select current_provider_id()))
     where id = $1 and (select current_provider_id()) is not null
    returning patient_id";

const IN_ERROR: &str = "
    update documents
       set entered_in_error_at = coalesce(entered_in_error_at, now()),
           entered_in_error_reason = coalesce(entered_in_error_reason, $2)
     where id = $1 and (select current_provider_id()) is not null
    returning patient_id";

impl Transaction {
    /// Marks a document as reviewed; any treating provider. Doing it twice keeps the first time and reviewer.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a document of a patient whom the caller doesn't treat.
    pub async fn mark_document_reviewed(&mut self, document: DocumentId) -> Result<(), Error> {
        let mark = sqlx::query_scalar(REVIEWED).bind(document.0);
        let patient = mark.fetch_optional(self.connection()).await?.map(PatientId).ok_or(Error::NotFound)?;
        self.audit(Action::DocumentMarkReviewed, Some(patient), Some(document.0)).await
    }

    /// Marks a document as entered in error, so that its patient can't read it any more; any treating provider, as a
    /// misfiled one must be taken away at once. Doing it twice keeps the first time and reason.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a document of a patient whom the caller doesn't treat; [`Error::Invalid`] with the
    /// field `reason`.
    pub async fn mark_document_entered_in_error(&mut self, document: DocumentId, reason: &str) -> Result<(), Error> {
        let reason = texts::reason(reason)?;
        let mark = sqlx::query_scalar(IN_ERROR).bind(document.0).bind(reason);
        let patient = mark.fetch_optional(self.connection()).await?.map(PatientId).ok_or(Error::NotFound)?;
        self.audit(Action::DocumentMarkInError, Some(patient), Some(document.0)).await
    }
}
