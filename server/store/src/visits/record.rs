use chrono::{DateTime, Utc};
use model::{
    access::Action,
    id::{PatientId, VisitId},
    visit::{VisitContent, Written},
    vitals::Vitals,
};
use sqlx::{FromRow, types::Json};

use super::moment_of_visit;
use crate::{
    Error, Transaction,
    allergy_check::{self, Checked},
    resent::{Prescribed, is_saved, prescribed},
};

/// What the caller's visit said at first, before any amendment.
const FIRST: &str = concat!(
    "
    select said.visit_date, said.chief_complaint, said.diagnosis, said.notes, said.vitals,
           (select coalesce(json_agg(",
    prescribed!(),
    " order by r.id), '[]')
              from prescriptions r
             where r.visit_id = v.id and r.provider_id = v.provider_id) as prescriptions
      from visits v
     cross join lateral (
           select visit_date, chief_complaint, diagnosis, notes, vitals from visit_versions
            where visit_id = v.id and version = 1
           union all
           select v.visit_date, v.chief_complaint, v.diagnosis, v.notes, v.vitals where v.version = 1) said
     where v.id = $1 and v.patient_id = $2 and v.provider_id = (select current_provider_id())"
);

const INSERT: &str = "
    insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, diagnosis, notes, vitals)
    select $1, p.id, (select current_provider_id()), $3, $4, $5, $6, $7
      from patients p
     where p.id = $2 and (select current_provider_id()) is not null
    on conflict (id) do nothing";

#[derive(FromRow)]
struct First {
    visit_date: DateTime<Utc>,
    chief_complaint: String,
    diagnosis: String,
    notes: String,
    vitals: Json<Vitals>,
    prescriptions: Json<Vec<Prescribed>>,
}

impl First {
    fn says(&self, at: DateTime<Utc>, content: &VisitContent) -> bool {
        let VisitContent { chief_complaint, diagnosis, notes, vitals, prescriptions: new, .. } = content;
        let reason = content.allergy_override_reason.as_deref();
        let Json(prescribed) = &self.prescriptions;
        self.visit_date == at
            && (&self.chief_complaint, &self.diagnosis, &self.notes) == (chief_complaint, diagnosis, notes)
            && self.vitals.0 == *vitals
            && prescribed.len() == new.len()
            && prescribed.iter().zip(new).all(|(prescribed, new)| prescribed.says(new, reason))
    }
}

impl Transaction {
    /// Writes a visit with its prescriptions, all or nothing. The same visit sent again under the same id by the same
    /// author for the same patient is [`Written::Saved`] and changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, and for an id that is taken otherwise;
    /// [`Error::SavedOtherwise`] for the id of the author's own visit that said something else at first;
    /// [`Error::Invalid`] with the field `visit_date` for a visit more than a day ahead.
    pub async fn record_visit(
        &mut self,
        id: VisitId,
        patient: PatientId,
        content: &VisitContent,
    ) -> Result<Written<VisitId>, Error> {
        let at = moment_of_visit(self, content.local_time)?;
        if self.is_recorded(id, patient, at, content).await? {
            return Ok(Written::Saved(id));
        }
        let allergies = self.active_allergies(patient).await?;
        let reason = content.allergy_override_reason.as_deref();
        let reasons = match allergy_check::check(&content.prescriptions, reason, &allergies) {
            Checked::Permitted(reasons) => reasons,
            Checked::Conflicts(conflicts) => {
                self.audit(Action::AllergiesCheck, Some(patient), None).await?;
                return Ok(Written::AllergyConflicts(conflicts));
            }
        };
        if !self.insert_visit(id, patient, at, content).await? {
            // Taken: by the same form sent twice at once, or by somebody else.
            let is_ours = self.is_recorded(id, patient, at, content).await?;
            return if is_ours { Ok(Written::Saved(id)) } else { Err(Error::NotFound) };
        }
        if !content.prescriptions.is_empty() {
            self.insert_prescriptions(patient, id, &content.prescriptions, &reasons).await?;
        }
        self.audit(Action::VisitWrite, Some(patient), Some(id.0)).await?;
        Ok(Written::Saved(id))
    }

    /// Whether the same visit was written before.
    async fn is_recorded(
        &mut self,
        id: VisitId,
        patient: PatientId,
        at: DateTime<Utc>,
        content: &VisitContent,
    ) -> Result<bool, Error> {
        let first: Option<First> =
            sqlx::query_as(FIRST).bind(id.0).bind(patient.0).fetch_optional(self.connection()).await?;
        is_saved(first.as_ref(), |first| first.says(at, content))
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
