use model::{access::Action, id::PatientId, patient::Demographics};
use sqlx::types::Json;

use crate::{Error, Transaction};

const UPDATE: &str = "
    update patients
       set first_name = $2, last_name = $3, date_of_birth = $4, gender = $5, blood_type = $6, emergency_contact = $7,
           address = $8, insurance = $9, version = version + 1, updated_at = now()
     where id = $1";

impl Transaction {
    /// Replaces a patient's demographics; any treating provider.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, [`Error::Changed`] when the row has another
    /// `version` by now.
    pub async fn update_demographics(
        &mut self,
        patient: PatientId,
        version: i32,
        demographics: &Demographics,
    ) -> Result<(), Error> {
        self.lock_version(patient, version).await?;
        sqlx::query(UPDATE)
            .bind(patient.0)
            .bind(&demographics.first_name)
            .bind(&demographics.last_name)
            .bind(demographics.date_of_birth)
            .bind(demographics.gender.as_str())
            .bind(&demographics.blood_type)
            .bind(Json(&demographics.emergency_contact))
            .bind(Json(&demographics.address))
            .bind(Json(&demographics.insurance))
            .execute(self.connection())
            .await?;
        self.audit(Action::DemographicsWrite, Some(patient), None).await
    }
}
