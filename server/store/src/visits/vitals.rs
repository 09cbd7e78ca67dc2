use chrono::{DateTime, Utc};
use model::{
    access::Action,
    id::{PatientId, VisitId},
    vitals::{Vitals, VitalsAt},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Error, Transaction};

/// As many points as a plot of a few hundred pixels can show apart.
const MOST: i64 = 200;

const VITALS: &str = "
    select id, visit_date, vitals
      from visits
     where patient_id = $1 and vitals <> '{}' and entered_in_error_at is null
     order by visit_date desc, id desc
     limit $2";

impl Transaction {
    /// The vital signs of a record's latest 200 visits that have any, oldest first; entered-in-error ones left out.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see.
    pub async fn list_vitals(&mut self, patient: PatientId) -> Result<Vec<VitalsAt>, Error> {
        let rows: Vec<(Uuid, DateTime<Utc>, Json<Vitals>)> =
            sqlx::query_as(VITALS).bind(patient.0).bind(MOST).fetch_all(self.connection()).await?;
        if rows.is_empty() {
            self.require_visible(patient).await?;
        }
        self.audit(Action::VitalsList, Some(patient), None).await?;
        let convert = |(id, at, vitals): (_, _, Json<_>)| VitalsAt {
            visit: VisitId(id),
            time: self.clinic_time(at),
            vitals: vitals.0,
        };
        Ok(rows.into_iter().rev().map(convert).collect())
    }
}
