use model::{
    access::Action,
    allergy::{AllergiesForm, AllergyForm},
    id::PatientId,
};
use uuid::Uuid;

use crate::{Error, Transaction};

const STATUS: &str = "
    update patients set allergy_status = $2, version = version + 1, updated_at = now() where id = $1";

/// Rows that stand in the new list as they are stay untouched; the others are kept, but no longer active.
const RETIRE: &str = "
    update patient_allergies a
       set status = 'inactive'
     where a.patient_id = $1 and a.status = 'active'
       and (a.substance, a.reaction, a.severity) not in (
           select * from unnest($2::text[], $3::text[], $4::text[]))";

/// A changed row keeps the code that an import gave its substance.
const ADD: &str = "
    insert into patient_allergies (id, patient_id, substance, reaction, severity, code, recorded_by)
    select listed.id, $1, listed.substance, listed.reaction, listed.severity,
           coalesce((select earlier.code from patient_allergies earlier
                      where earlier.patient_id = $1 and earlier.substance = listed.substance
                      order by earlier.created_at desc, earlier.id desc limit 1), ''),
           (select current_provider_id())
      from unnest($5::uuid[], $2::text[], $3::text[], $4::text[]) as listed (id, substance, reaction, severity)
     where not exists (
           select from patient_allergies a
            where a.patient_id = $1 and a.status = 'active'
              and (a.substance, a.reaction, a.severity) = (listed.substance, listed.reaction, listed.severity))";

impl Transaction {
    /// Replaces a patient's allergies and what is known of them; any treating provider. Earlier rows that the new
    /// list doesn't have are kept as no longer active.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, [`Error::Changed`] when the row has another
    /// `version` by now.
    pub async fn update_allergies(
        &mut self,
        patient: PatientId,
        version: i32,
        form: &AllergiesForm,
    ) -> Result<(), Error> {
        self.lock_version(patient, version).await?;
        let texts = |of: fn(&AllergyForm) -> &str| form.allergies.iter().map(of).collect::<Vec<_>>();
        let substances = texts(|allergy| &allergy.substance);
        let reactions = texts(|allergy| &allergy.reaction);
        let severities = texts(|allergy| allergy.severity.as_str());
        let ids: Vec<Uuid> = form.allergies.iter().map(|_| Uuid::now_v7()).collect();
        sqlx::query(STATUS).bind(patient.0).bind(form.status.as_str()).execute(self.connection()).await?;
        sqlx::query(RETIRE)
            .bind(patient.0)
            .bind(&substances)
            .bind(&reactions)
            .bind(&severities)
            .execute(self.connection())
            .await?;
        sqlx::query(ADD)
            .bind(patient.0)
            .bind(&substances)
            .bind(&reactions)
            .bind(&severities)
            .bind(ids)
            .execute(self.connection())
            .await?;
        self.audit(Action::AllergiesWrite, Some(patient), None).await
    }
}
