use model::{
    access::Action,
    id::{PatientId, VisitId},
    visit::VisitContent,
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use super::moment_of_visit;
use crate::{
    Error, Transaction,
    texts::{self, invalid},
};

/// The author's own visit, locked, so that of two amendments at once the second sees the first.
const MINE: &str = "
    select patient_id, version, entered_in_error_at is not null as is_error
      from visits
     where id = $1 and provider_id = (select current_provider_id())
       for update";

const KEEP: &str = "
    insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes, vitals,
                                reason)
    select id, patient_id, version, visit_date, chief_complaint, diagnosis, notes, vitals, $2
      from visits
     where id = $1";

const REPLACE: &str = "
    update visits
       set visit_date = $2, chief_complaint = $3, diagnosis = $4, notes = $5, vitals = $6, version = version + 1
     where id = $1";

#[derive(FromRow)]
struct Mine {
    patient_id: Uuid,
    version: i32,
    is_error: bool,
}

impl Transaction {
    /// Replaces what a visit says; its author only. The earlier version is kept with the time and the reason.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but the author; [`Error::Changed`] when the visit has another `version` by now
    /// or was marked as entered in error; [`Error::Invalid`] with the field `reason`, `visit_date` or
    /// `prescriptions` (they are started and stopped on their own).
    pub async fn amend_visit(
        &mut self,
        visit: VisitId,
        version: i32,
        reason: &str,
        content: &VisitContent,
    ) -> Result<(), Error> {
        let reason = texts::reason(reason)?;
        let at = moment_of_visit(self, content.local_time)?;
        if !content.prescriptions.is_empty() {
            return Err(invalid("prescriptions", "Start or stop prescriptions on the Prescriptions tab."));
        }
        let mine: Option<Mine> = sqlx::query_as(MINE).bind(visit.0).fetch_optional(self.connection()).await?;
        let mine = mine.ok_or(Error::NotFound)?;
        if mine.version != version || mine.is_error {
            return Err(Error::Changed);
        }
        sqlx::query(KEEP).bind(visit.0).bind(reason).execute(self.connection()).await?;
        sqlx::query(REPLACE)
            .bind(visit.0)
            .bind(at)
            .bind(&content.chief_complaint)
            .bind(&content.diagnosis)
            .bind(&content.notes)
            .bind(Json(&content.vitals))
            .execute(self.connection())
            .await?;
        self.audit(Action::VisitAmend, Some(PatientId(mine.patient_id)), Some(visit.0)).await
    }
}
