use chrono::NaiveDate;
use model::{
    access::Action,
    id::{PatientId, PrescriptionId, VisitId},
    prescription::NewPrescription,
    visit::Written,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    Error, Transaction,
    allergy_check::{self, Checked},
    resent::{Prescribed, is_saved, prescribed},
};

/// The caller's prescription as it was started.
const FIRST: &str = concat!(
    "select ",
    prescribed!(),
    "
      from prescriptions r
     where r.id = $1 and r.patient_id = $2 and r.provider_id = (select current_provider_id())"
);

const INSERT: &str = "
    insert into prescriptions (id, visit_id, patient_id, provider_id, medication, dosage, frequency,
                               start_date, end_date, allergy_override_reason)
    select new.id, $2, p.id, (select current_provider_id()), new.medication, new.dosage, new.frequency,
           new.start_date, new.end_date, new.reason
      from patients p,
           unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[], $9::text[])
               as new (id, medication, dosage, frequency, start_date, end_date, reason)
     where p.id = $1 and (select current_provider_id()) is not null
    on conflict (id) do nothing";

impl Transaction {
    /// Starts a prescription outside of a visit. The same one sent again under the same id by the same author for the
    /// same patient is [`Written::Saved`] and changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, and for an id that is taken otherwise;
    /// [`Error::SavedOtherwise`] for the id of the author's own prescription that said something else at first.
    pub async fn start_prescription(
        &mut self,
        id: PrescriptionId,
        patient: PatientId,
        prescription: &NewPrescription,
    ) -> Result<Written<PrescriptionId>, Error> {
        if self.is_prescribed(id, patient, prescription).await? {
            return Ok(Written::Saved(id));
        }
        let allergies = self.active_allergies(patient).await?;
        let prescriptions = std::slice::from_ref(prescription);
        let reasons = match allergy_check::check(prescriptions, None, &allergies) {
            Checked::Permitted(reasons) => reasons,
            Checked::Conflicts(conflicts) => {
                self.audit(Action::AllergiesCheck, Some(patient), None).await?;
                return Ok(Written::AllergyConflicts(conflicts));
            }
        };
        let inserted = self.insert(patient, None, &[id.0], prescriptions, &reasons).await?;
        if inserted == 0 {
            // Taken: by the same form sent twice at once, or by somebody else.
            let is_ours = self.is_prescribed(id, patient, prescription).await?;
            return if is_ours { Ok(Written::Saved(id)) } else { Err(Error::NotFound) };
        }
        self.audit(Action::PrescriptionStart, Some(patient), Some(id.0)).await?;
        Ok(Written::Saved(id))
    }

    /// Writes a visit's prescriptions, each with why it is right against an allergy (empty where none matches).
    pub(crate) async fn insert_prescriptions(
        &mut self,
        patient: PatientId,
        visit: VisitId,
        prescriptions: &[NewPrescription],
        reasons: &[String],
    ) -> Result<(), Error> {
        let ids: Vec<Uuid> = prescriptions.iter().map(|_| Uuid::now_v7()).collect();
        self.insert(patient, Some(visit), &ids, prescriptions, reasons).await.map(drop)
    }

    /// Whether the same prescription was started before.
    async fn is_prescribed(
        &mut self,
        id: PrescriptionId,
        patient: PatientId,
        new: &NewPrescription,
    ) -> Result<bool, Error> {
        let first: Option<Json<Prescribed>> =
            sqlx::query_scalar(FIRST).bind(id.0).bind(patient.0).fetch_optional(self.connection()).await?;
        is_saved(first.as_deref(), |first| first.says(new, None))
    }

    /// How many were written: all, but for ids that are taken.
    async fn insert(
        &mut self,
        patient: PatientId,
        visit: Option<VisitId>,
        ids: &[Uuid],
        prescriptions: &[NewPrescription],
        reasons: &[String],
    ) -> Result<u64, Error> {
        let texts = |of: fn(&NewPrescription) -> &str| prescriptions.iter().map(of).collect::<Vec<_>>();
        let ends: Vec<Option<NaiveDate>> = prescriptions.iter().map(|new| new.end_date).collect();
        let inserted = sqlx::query(INSERT)
            .bind(patient.0)
            .bind(visit.map(|visit| visit.0))
            .bind(ids)
            .bind(texts(|new| &new.medication))
            .bind(texts(|new| &new.dosage))
            .bind(texts(|new| &new.frequency))
            .bind(prescriptions.iter().map(|new| new.start_date).collect::<Vec<_>>())
            .bind(ends)
            .bind(reasons)
            .execute(self.connection())
            .await?;
        Ok(inserted.rows_affected())
    }
}
