//! Prescriptions against the recorded allergies, in the same transaction that writes them.

use model::{
    allergy::{Allergy, AllergyConflict},
    allergy_match,
    id::PatientId,
    prescription::NewPrescription,
};
use sqlx::types::Json;

use crate::{Error, Transaction};

const ALLERGIES: &str = "
    select (select coalesce(json_agg(json_build_object(
                       'id', a.id, 'substance', a.substance, 'reaction', a.reaction, 'severity', a.severity)
                       order by normalized(a.substance), a.id), '[]')
              from patient_allergies a
             where a.patient_id = p.id and a.status = 'active')
      from patients p
     where p.id = $1";

impl Transaction {
    /// A patient's active allergies.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see.
    pub(crate) async fn active_allergies(&mut self, patient: PatientId) -> Result<Vec<Allergy>, Error> {
        let allergies: Option<Json<Vec<Allergy>>> =
            sqlx::query_scalar(ALLERGIES).bind(patient.0).fetch_optional(self.connection()).await?;
        allergies.map(|Json(allergies)| allergies).ok_or(Error::NotFound)
    }
}

/// What became of checking prescriptions.
pub(crate) enum Checked {
    /// They may be written, each with the reason to store beside it: empty where nothing matches.
    Permitted(Vec<String>),
    Conflicts(Vec<AllergyConflict>),
}

/// Checks prescriptions; a match is permitted by the prescription's own reason or by `reason_for_all`.
pub(crate) fn check(prescriptions: &[NewPrescription], reason_for_all: Option<&str>, allergies: &[Allergy]) -> Checked {
    let mut reasons = Vec::with_capacity(prescriptions.len());
    let mut unanswered = Vec::new();
    for prescription in prescriptions {
        let found = allergy_match::conflicts([prescription.medication.as_str()], allergies);
        let reason = prescription.allergy_override_reason.as_deref().or(reason_for_all);
        match reason {
            _ if found.is_empty() => reasons.push(String::new()),
            Some(reason) => reasons.push(reason.to_owned()),
            None => unanswered.extend(found),
        }
    }
    if unanswered.is_empty() { Checked::Permitted(reasons) } else { Checked::Conflicts(unanswered) }
}
