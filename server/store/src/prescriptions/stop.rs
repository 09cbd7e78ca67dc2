use model::{
    access::Action,
    id::{PatientId, PrescriptionId},
};
use uuid::Uuid;

use crate::{Error, Transaction, texts};

/// A prescription that hasn't begun yet ends on the day it would have begun: the end is never before the start.
const STOP: &str = "
    update prescriptions
       set is_active = false,
           end_date = case when is_active then greatest(start_date, least(end_date, $2)) else end_date end,
           stopped_by = case when is_active then (select current_provider_id()) else stopped_by end,
           stop_reason = case when is_active then $3 else stop_reason end
     where id = $1 and entered_in_error_at is null and (select current_provider_id()) is not null
    returning patient_id";

const IN_ERROR: &str = "
    update prescriptions
       set entered_in_error_at = coalesce(entered_in_error_at, now()),
           entered_in_error_reason = coalesce(entered_in_error_reason, $2)
     where id = $1 and provider_id = (select current_provider_id())
    returning patient_id";

/// Of an author who can't mark it: the database says so, and does it.
const OF_ABSENT_AUTHOR: &str = "select mark_prescription_in_error($1, $2)";

impl Transaction {
    /// Stops a prescription today, or on the day on which it would begin if that is later; any treating provider. The
    /// end that was planned is kept. Stopping one that isn't active any more changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a prescription of a patient whom the caller doesn't treat, and for one entered in
    /// error; [`Error::Invalid`] with the field `reason`.
    pub async fn stop_prescription(&mut self, prescription: PrescriptionId, reason: &str) -> Result<(), Error> {
        let reason = texts::reason(reason)?;
        let stop = sqlx::query_scalar(STOP).bind(prescription.0).bind(self.today()).bind(reason);
        let patient = stop.fetch_optional(self.connection()).await?.map(PatientId).ok_or(Error::NotFound)?;
        self.audit(Action::PrescriptionStop, Some(patient), Some(prescription.0)).await
    }

    /// Marks a prescription as entered in error; who prescribed it, or any treating provider when they can't. Doing it
    /// twice keeps the first time, reason and name.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone else; [`Error::Invalid`] with the field `reason`.
    pub async fn mark_prescription_entered_in_error(
        &mut self,
        prescription: PrescriptionId,
        reason: &str,
    ) -> Result<(), Error> {
        let reason = texts::reason(reason)?;
        let id = prescription.0;
        let own: Option<Uuid> =
            sqlx::query_scalar(IN_ERROR).bind(id).bind(&reason).fetch_optional(self.connection()).await?;
        if let Some(patient) = own {
            return self.audit(Action::PrescriptionMarkInError, Some(PatientId(patient)), Some(id)).await;
        }
        let mark = sqlx::query_scalar(OF_ABSENT_AUTHOR).bind(id).bind(&reason);
        let patient: Option<Uuid> = mark.fetch_one(self.connection()).await?;
        patient.map(drop).ok_or(Error::NotFound)
    }
}
