use chrono::{DateTime, Utc};
use model::{
    id::{PatientId, VisitId},
    visit::{VisitContent, Written},
};
use sqlx::types::Json;

use super::moment_of_visit;
use crate::{
    Error, Transaction,
    allergy_check::{self, Checked},
};

const EXISTING: &str = "
    select exists (
        select from visits
         where id = $1 and patient_id = $2 and provider_id = (select current_provider_id()))";

const INSERT: &str = "
    insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, diagnosis, notes, vitals)
    select $1, p.id, (select current_provider_id()), $3, $4, $5, $6, $7
      from patients p
     where p.id = $2 and (select current_provider_id()) is not null
    on conflict (id) do nothing";

impl Transaction {
    /// Writes a visit with its prescriptions, all or nothing. The same id sent again by the same author for the same
    /// patient is [`Written::Saved`] and changes nothing, whatever it says.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, and for an id that is taken otherwise;
    /// [`Error::Invalid`] with the field `visit_date` for a visit more than a day ahead.
    pub async fn record_visit(
        &mut self,
        id: VisitId,
        patient: PatientId,
        content: &VisitContent,
    ) -> Result<Written<VisitId>, Error> {
        let at = moment_of_visit(self, content.local_time)?;
        if self.is_recorded(id, patient).await? {
            return Ok(Written::Saved(id));
        }
        let allergies = self.active_allergies(patient).await?;
        let reason = content.allergy_override_reason.as_deref();
        let reasons = match allergy_check::check(&content.prescriptions, reason, &allergies) {
            Checked::Permitted(reasons) => reasons,
            Checked::Conflicts(conflicts) => {
                self.audit("allergies.check", Some(patient), None).await?;
                return Ok(Written::AllergyConflicts(conflicts));
            }
        };
        if !self.insert_visit(id, patient, at, content).await? {
            // Taken: by the same form sent twice at once, or by somebody else.
            let is_ours = self.is_recorded(id, patient).await?;
            return if is_ours { Ok(Written::Saved(id)) } else { Err(Error::NotFound) };
        }
        if !content.prescriptions.is_empty() {
            self.insert_prescriptions(patient, id, &content.prescriptions, &reasons).await?;
        }
        self.audit("visit.write", Some(patient), Some(id.0)).await?;
        Ok(Written::Saved(id))
    }

    async fn is_recorded(&mut self, id: VisitId, patient: PatientId) -> Result<bool, Error> {
        let recorded = sqlx::query_scalar(EXISTING).bind(id.0).bind(patient.0);
        Ok(recorded.fetch_one(self.connection()).await?)
    }

    /// Whether the visit was written: not when the id is taken.
    async fn insert_visit(
        &mut self,
        id: VisitId,
        patient: PatientId,
        at: DateTime<Utc>,
        content: &VisitContent,
    ) -> Result<bool, Error> {
        let inserted = sqlx::query(INSERT)
            .bind(id.0)
            .bind(patient.0)
            .bind(at)
            .bind(&content.chief_complaint)
            .bind(&content.diagnosis)
            .bind(&content.notes)
            .bind(Json(&content.vitals))
            .execute(self.connection())
            .await?;
        Ok(inserted.rows_affected() == 1)
    }
}
