use model::{
    access::Action,
    id::PatientId,
    patient::{Demographics, PatientSummary, Registration},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Error, Transaction, resent::is_saved, rows::PatientColumns};

/// What was said of the caller's patient at first, before any edit.
const FIRST: &str = "
    select json_build_object(
               'first_name', said.first_name, 'last_name', said.last_name, 'date_of_birth', said.date_of_birth,
               'gender', said.gender, 'blood_type', said.blood_type, 'emergency_contact', said.emergency_contact,
               'address', said.address, 'insurance', said.insurance)
      from care_relationships c
     cross join lateral (
           select version, first_name, last_name, date_of_birth, gender, blood_type, emergency_contact, address,
                  insurance
             from patient_versions
            where patient_id = c.patient_id
           union all
           select version, first_name, last_name, date_of_birth, gender, blood_type, emergency_contact, address,
                  insurance
             from patients
            where id = c.patient_id
            order by version
            limit 1) said
     where c.provider_id = (select current_provider_id()) and c.patient_id = $1 and c.ended_at is null";

const REGISTER: &str = "select register_patient($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Likely the same person: the same name, or the same birth date and a similar name. Only among the caller's own
/// patients: whether a colleague treats such a person is nobody else's to know.
const DUPLICATES: &str = "
    select p.id as patient_id, p.first_name, p.last_name, p.date_of_birth
      from care_relationships c
      join patients p on p.id = c.patient_id
     cross join lateral (select normalized(p.first_name || ' ' || p.last_name) as name, normalized($1) as new) full_name
     where c.provider_id = (select current_provider_id())
           and is_on_panel(c.began_by, c.ended_at)
       and (full_name.name = full_name.new
            or p.date_of_birth = $2 and similarity(full_name.name, full_name.new) >= 0.4)
       and p.id <> all ($3)
     order by full_name.name, p.id
     limit 10";

impl Transaction {
    /// Registers a new patient, whom the caller then treats. The same one sent again under the same id by the same
    /// provider is [`Registration::Registered`] and changes nothing.
    ///
    /// # Arguments
    /// `not_duplicates` are patients whom the caller was shown and who are somebody else. Any other likely duplicate is
    /// asked about.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but a verified provider, and for an id that is taken otherwise;
    /// [`Error::SavedOtherwise`] for the id of the caller's own patient of whom something else was said at first.
    pub async fn register_patient(
        &mut self,
        id: PatientId,
        demographics: &Demographics,
        not_duplicates: &[PatientId],
    ) -> Result<Registration, Error> {
        let first: Option<Json<Demographics>> =
            sqlx::query_scalar(FIRST).bind(id.0).fetch_optional(self.connection()).await?;
        if is_saved(first.as_deref(), |first| first == demographics)? {
            return Ok(Registration::Registered(id));
        }
        let duplicates = self.possible_duplicates(demographics, not_duplicates).await?;
        if !duplicates.is_empty() {
            self.audit_list(Action::PatientsFindDuplicates, duplicates.iter().map(|patient| patient.id)).await?;
            return Ok(Registration::PossibleDuplicates(duplicates));
        }
        self.insert_patient(id, demographics).await?;
        Ok(Registration::Registered(id))
    }

    async fn possible_duplicates(
        &mut self,
        demographics: &Demographics,
        not_duplicates: &[PatientId],
    ) -> Result<Vec<PatientSummary>, Error> {
        let not_duplicates: Vec<Uuid> = not_duplicates.iter().map(|patient| patient.0).collect();
        let rows: Vec<PatientColumns> = sqlx::query_as(DUPLICATES)
            .bind(demographics.full_name())
            .bind(demographics.date_of_birth)
            .bind(not_duplicates)
            .fetch_all(self.connection())
            .await?;
        Ok(rows.into_iter().map(PatientSummary::from).collect())
    }

    /// Writes the patient's row and the relationship, by a function of the definer: nobody may write the latter.
    async fn insert_patient(&mut self, id: PatientId, demographics: &Demographics) -> Result<(), Error> {
        let is_registered: bool = sqlx::query_scalar(REGISTER)
            .bind(id.0)
            .bind(&demographics.first_name)
            .bind(&demographics.last_name)
            .bind(demographics.date_of_birth)
            .bind(demographics.gender.as_str())
            .bind(&demographics.blood_type)
            .bind(Json(&demographics.emergency_contact))
            .bind(Json(&demographics.address))
            .bind(Json(&demographics.insurance))
            .fetch_one(self.connection())
            .await?;
        if is_registered { Ok(()) } else { Err(Error::NotFound) }
    }
}
