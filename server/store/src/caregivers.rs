//! Caregivers: who reads a record for its patient, by whose leave, and until when.

mod ended;
mod invitations;

pub use invitations::NewCaregiver;

use chrono::{DateTime, Utc};
use model::{
    access::Action,
    caregiver::{AccessEnd, CaredFor, Caregiver},
    id::{CaregiverId, PatientId},
    patient::PatientSummary,
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Error, Transaction, rows::PatientColumns};

const OF_PATIENT: &str = "
    select c.id, c.name, c.accepted_at is not null as is_accepted,
           case when c.accepted_at is null then l.expires_at else a.ends_at end as until,
           c.is_until_of_age as is_providers,
           case when c.ended_with is not null then c.revoked_at end as ended_at, to_json(c.ended_with) as cause
      from caregivers c
      join patients p on p.id = c.patient_id
     cross join lateral access_ends_at(c.expires_at, c.is_until_of_age, p.date_of_birth) a (ends_at)
      left join links l on l.caregiver_id = c.id
     where c.patient_id = $1
       and case when c.revoked_at is not null
                then c.ended_with is not null and c.accepted_at is not null and c.revoked_at > now() - interval '90 days'
                else case when c.accepted_at is null then least(l.expires_at, a.ends_at) else a.ends_at end > now() end
     order by c.revoked_at is not null, c.created_at, c.id";

const MINE: &str = "
    select c.id as caregiver, a.ends_at as until, p.id as patient_id, p.first_name, p.last_name, p.date_of_birth
      from caregivers c
      join patients p on p.id = c.patient_id
     cross join lateral access_ends_at(c.expires_at, c.is_until_of_age, p.date_of_birth) a (ends_at)
     where c.user_id = (select current_user_id()) and c.revoked_at is null and a.ends_at > now()
     order by normalized(p.last_name), normalized(p.first_name), p.id";

const REVOKE: &str = "select revoke_caregiver($1)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    is_accepted: bool,
    until: DateTime<Utc>,
    is_providers: bool,
    ended_at: Option<DateTime<Utc>>,
    cause: Option<Json<AccessEnd>>,
}

#[derive(FromRow)]
struct Mine {
    caregiver: Uuid,
    until: DateTime<Utc>,
    #[sqlx(flatten)]
    patient: PatientColumns,
}

impl Transaction {
    /// Who reads a record for its patient, who was asked to, and whose access ended without their doing in the last 90 days; for the
    /// patient, and for whoever treats them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see.
    pub async fn list_caregivers(&mut self, patient: PatientId) -> Result<Vec<Caregiver>, Error> {
        self.require_visible(patient).await?;
        let rows: Vec<Row> = sqlx::query_as(OF_PATIENT).bind(patient.0).fetch_all(self.connection()).await?;
        self.audit(Action::CaregiversList, Some(patient), None).await?;
        let convert = |row: Row| Caregiver {
            id: CaregiverId(row.id),
            name: row.name,
            is_accepted: row.is_accepted,
            until: self.clinic_time(row.until),
            is_providers: row.is_providers,
            ended: row.ended_at.zip(row.cause).map(|(at, cause)| (self.clinic_time(at), cause.0)),
        };
        Ok(rows.into_iter().map(convert).collect())
    }

    /// The records that the caller reads as a caregiver.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn list_cared_for(&mut self) -> Result<Vec<CaredFor>, Error> {
        let rows: Vec<Mine> = sqlx::query_as(MINE).fetch_all(self.connection()).await?;
        let convert = |row: Mine| CaredFor {
            caregiver: CaregiverId(row.caregiver),
            patient: PatientSummary::from(row.patient),
            until: self.clinic_time(row.until),
        };
        let records: Vec<CaredFor> = rows.into_iter().map(convert).collect();
        self.audit_list(Action::CaregiverListRecords, records.iter().map(|record| record.patient.id)).await?;
        Ok(records)
    }

    /// Ends a caregiver's access at once, or takes their link back: by the patient, by the caregiver, and by a provider
    /// who may pass on for a child or what a provider granted.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone else, and for one that was revoked.
    pub async fn revoke_caregiver(&mut self, caregiver: CaregiverId) -> Result<(), Error> {
        let revoked: Option<Uuid> = sqlx::query_scalar(REVOKE).bind(caregiver.0).fetch_one(self.connection()).await?;
        revoked.map(drop).ok_or(Error::NotFound)
    }
}
