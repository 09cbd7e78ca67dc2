use chrono::{DateTime, Utc};
use model::{
    access::Action,
    caregiver::{AccessEnd, EndedCaregiver},
    id::CaregiverId,
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Error, Transaction};

const OF_MY_RECORD: &str = "
    select c.id, c.name, c.revoked_at as ended_at, to_json(c.ended_with) as cause
      from caregivers c
     where c.patient_id = (select current_patient_id()) and c.ended_with is not null and c.end_seen_at is null
       and c.accepted_at is not null
     order by c.revoked_at desc, c.id";

const SEE: &str = "select see_caregiver_end($1)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    ended_at: DateTime<Utc>,
    cause: Json<AccessEnd>,
}

impl Transaction {
    /// The accesses to the caller's own record that ended without their doing, until they say that they know; none for
    /// anyone but a patient.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn list_ended_caregivers(&mut self) -> Result<Vec<EndedCaregiver>, Error> {
        let rows: Vec<Row> = sqlx::query_as(OF_MY_RECORD).fetch_all(self.connection()).await?;
        if !rows.is_empty() {
            self.audit(Action::CaregiversList, None, None).await?;
        }
        let convert = |row: Row| EndedCaregiver {
            id: CaregiverId(row.id),
            name: row.name,
            ended_at: self.clinic_time(row.ended_at),
            cause: row.cause.0,
        };
        Ok(rows.into_iter().map(convert).collect())
    }

    /// The patient knows of it, and isn't told any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one of another record, and for one that they knew of.
    pub async fn see_caregiver_end(&mut self, caregiver: CaregiverId) -> Result<(), Error> {
        let is_seen: bool = sqlx::query_scalar(SEE).bind(caregiver.0).fetch_one(self.connection()).await?;
        if is_seen { Ok(()) } else { Err(Error::NotFound) }
    }
}
