//! What stands above a chart's tabs.

use chrono::{DateTime, Utc};
use model::{
    access::{AccessRight, Action},
    allergy::{Allergy, AllergyStatus},
    chart::{ChartHeader, Colleague},
    id::PatientId,
    patient::Demographics,
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Error, Transaction,
    merges::{Included, included_records},
    rows::{colleagues, record_columns},
};

/// One statement for the whole header; an unverified provider treats nobody, whatever an import said.
/// [`OF_PATIENT`] takes the patient's id, [`MINE`] nothing.
macro_rules! header {
    ($condition:literal) => {
        concat!(
            "
    select ",
            record_columns!(),
            ",
           ",
            colleagues!(
                "from care_relationships c
              join providers r on r.id = c.provider_id
             where c.patient_id = p.id and c.ended_at is null and active_provider(r.id)"
            ),
            " as treated_by,
           ",
            colleagues!(
                "from care_relationships c
              join providers r on r.id = c.provider_id
             where c.patient_id = p.id and c.began_by = 'cover' and c.ended_at > now()
               and active_provider(r.id)"
            ),
            " as covered_by,
           to_json(access_right(p.id)) as access_right,
           ",
            colleagues!(
                "from covers v
              join care_relationships c on c.provider_id = v.covered_id and c.patient_id = p.id and c.ended_at is null
              join providers r on r.id = v.covered_id
             where v.covering_id = (select current_provider_id()) and v.accepted_at is not null
               and v.closed_at is null and v.until > now()"
            ),
            " as covering_for,
           coalesce((select c.ended_at from care_relationships c
                      where c.provider_id = (select current_provider_id()) and c.patient_id = p.id
                        and c.ended_at > now()),
                    (select max(a.ends_at) from caregivers g
                      cross join lateral access_ends_at(g.expires_at, g.is_until_of_age, p.date_of_birth) a (ends_at)
                      where g.user_id = (select current_user_id()) and g.patient_id = p.id
                        and g.revoked_at is null and a.ends_at > now())) as right_until,
           ",
            included_records!(),
            " as includes,
           array(select at from hidden_visits(p.id) at order by at desc) as hidden_visits
      from patients p
     where ",
            $condition
        )
    };
}

/// A record that was merged into another one is asked for by its own address, too.
const OF_PATIENT: &str = header!(
    "p.id = coalesce((select m.survivor_id from patient_merges m where m.merged_id = $1 and m.undone_at is null), $1)"
);
const MINE: &str = header!("p.user_id = (select current_user_id())");

#[derive(FromRow)]
struct Row {
    id: Uuid,
    version: i32,
    has_account: bool,
    allergy_status: Json<AllergyStatus>,
    demographics: Json<Demographics>,
    allergies: Json<Vec<Allergy>>,
    treated_by: Json<Vec<Colleague>>,
    covered_by: Json<Vec<Colleague>>,
    covering_for: Json<Vec<Colleague>>,
    access_right: Json<AccessRight>,
    right_until: Option<DateTime<Utc>>,
    includes: Json<Vec<Included>>,
    hidden_visits: Vec<DateTime<Utc>>,
}

impl Transaction {
    /// A chart's header: patient, active allergies, who treats them. For a record that was merged into another one, it is
    /// that one's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such patient, or not for the caller.
    pub async fn chart_header(&mut self, patient: PatientId) -> Result<ChartHeader, Error> {
        let row: Option<Row> = sqlx::query_as(OF_PATIENT).bind(patient.0).fetch_optional(self.connection()).await?;
        let header = row.map(|row| self.header(row)).ok_or(Error::NotFound)?;
        self.audit(Action::ChartRead, Some(header.id), None).await?;
        Ok(header)
    }

    /// The header of the record that the caller's own account is linked to.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is linked to none.
    pub async fn my_record(&mut self) -> Result<ChartHeader, Error> {
        let row: Option<Row> = sqlx::query_as(MINE).fetch_optional(self.connection()).await?;
        let header = row.map(|row| self.header(row)).ok_or(Error::NotFound)?;
        self.audit(Action::RecordRead, Some(header.id), None).await?;
        Ok(header)
    }

    fn header(&self, row: Row) -> ChartHeader {
        ChartHeader {
            id: PatientId(row.id),
            demographics: row.demographics.0,
            allergy_status: row.allergy_status.0,
            allergies: row.allergies.0,
            treated_by: row.treated_by.0,
            covered_by: row.covered_by.0,
            covering_for: row.covering_for.0,
            right: row.access_right.0,
            right_until: row.right_until.map(|at| self.clinic_time(at)),
            has_account: row.has_account,
            includes: row.includes.0.into_iter().map(|included| included.convert(self)).collect(),
            hidden_visits: row.hidden_visits.into_iter().map(|at| self.clinic_time(at).date()).collect(),
            version: row.version,
        }
    }

    /// Refuses a patient whom the caller can't see, as a list would otherwise answer with an empty page.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub(crate) async fn require_visible(&mut self, patient: PatientId) -> Result<(), Error> {
        let seen = sqlx::query("select from patients where id = $1").bind(patient.0);
        seen.fetch_optional(self.connection()).await?.map(drop).ok_or(Error::NotFound)
    }
}
