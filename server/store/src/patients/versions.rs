use chrono::{DateTime, Utc};
use model::{access::Action, allergy::AllergyStatus, chart::PatientVersion, id::PatientId, patient::Demographics};
use sqlx::{FromRow, types::Json};

use crate::{Error, Transaction};

const VERSIONS: &str = "
    select kept.version, kept.replaced_at, coalesce(editor.display_name, '') as replaced_by,
           json_build_object(
               'first_name', kept.first_name, 'last_name', kept.last_name, 'date_of_birth', kept.date_of_birth,
               'gender', kept.gender, 'blood_type', kept.blood_type, 'emergency_contact', kept.emergency_contact,
               'address', kept.address, 'insurance', kept.insurance) as demographics,
           to_json(kept.allergy_status) as allergy_status, kept.allergies
      from patient_versions kept
      left join providers editor on editor.id = kept.replaced_by
     where kept.patient_id = $1
     order by kept.version desc";

#[derive(FromRow)]
struct Row {
    version: i32,
    replaced_at: DateTime<Utc>,
    replaced_by: String,
    demographics: Json<Demographics>,
    allergy_status: Json<AllergyStatus>,
    allergies: Vec<String>,
}

impl Transaction {
    /// What the record said of its patient before each edit, the newest first. A trigger keeps it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see.
    pub async fn list_patient_versions(&mut self, patient: PatientId) -> Result<Vec<PatientVersion>, Error> {
        let rows: Vec<Row> = sqlx::query_as(VERSIONS).bind(patient.0).fetch_all(self.connection()).await?;
        if rows.is_empty() {
            self.require_visible(patient).await?;
        }
        self.audit(Action::PatientVersions, Some(patient), None).await?;
        let convert = |row: Row| PatientVersion {
            version: row.version,
            replaced_at: self.clinic_time(row.replaced_at),
            replaced_by: row.replaced_by,
            demographics: row.demographics.0,
            allergy_status: row.allergy_status.0,
            allergies: row.allergies,
        };
        Ok(rows.into_iter().map(convert).collect())
    }
}
