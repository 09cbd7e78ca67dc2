use std::time::Duration;

use chrono::{DateTime, Utc};
use model::{
    access::Action,
    break_glass::{BreakGlassOverview, BreakGlassRequest, RunningBreakGlass},
    id::PatientId,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Asked, Error, Transaction, rows::PatientColumns, texts::invalid};

const BEGIN: &str = "select patient, retry_after from begin_break_glass($1, $2, $3, $4, $5, make_interval(secs => $6))";

/// One line for each chart, whatever number of times it was asked for.
const RUNNING: &str = "
    select p.id as patient_id, p.first_name, p.last_name, p.date_of_birth, c.ended_at as until
      from care_relationships c
      join patients p on p.id = c.patient_id
     where c.provider_id = (select current_provider_id()) and c.began_by = 'break_glass' and c.ended_at > now()
     order by c.ended_at desc, p.id
     limit 50";

const NO_MATCH: &str = "No record, or more than one, has exactly this name and this date of birth. Check the spelling \
    and the date, on a document if you can. After five misses within an hour you have to wait.";

#[derive(FromRow)]
struct Answer {
    patient: Option<Uuid>,
    retry_after: Option<i32>,
}

#[derive(FromRow)]
struct Running {
    #[sqlx(flatten)]
    patient: PatientColumns,
    until: DateTime<Utc>,
}

impl Transaction {
    /// Opens the chart of a patient whom the caller doesn't treat, for a while. Committed here, since nothing else of a
    /// refusal would last: neither its event, nor that it counts.
    ///
    /// # Errors
    /// [`Error::Invalid`] when nobody has this name and date of birth, and when more than one person has;
    /// [`Error::TooManyAttempts`] after five of these within an hour, whoever is asked for; [`Error::NotFound`] for
    /// anyone but a verified provider; [`Error::ConfirmationRequired`].
    pub async fn begin_break_glass(mut self, request: &BreakGlassRequest, lasts: Duration) -> Result<PatientId, Error> {
        let answer: Result<Option<Answer>, sqlx::Error> = sqlx::query_as(BEGIN)
            .bind(Uuid::now_v7())
            .bind(&request.first_name)
            .bind(&request.last_name)
            .bind(request.date_of_birth)
            .bind(&request.reason)
            .bind(lasts.as_secs_f64())
            .fetch_optional(self.connection())
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            // Nothing of it lasts.
            Err(error) => return self.finish(Asked::EMERGENCY, Err(error.into())).await,
        };
        self.commit().await?;
        let Answer { patient, retry_after } = answer.ok_or(Error::NotFound)?;
        match (patient, retry_after) {
            (Some(patient), _) => Ok(PatientId(patient)),
            (None, Some(seconds)) => {
                Err(Error::TooManyAttempts { retry_after: Duration::from_secs(seconds.unsigned_abs().into()) })
            }
            (None, None) => Err(invalid("first_name", NO_MATCH)),
        }
    }

    /// The charts that the caller has opened and that haven't closed yet; and for how long one opens.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn list_break_glass(&mut self, lasts: Duration) -> Result<BreakGlassOverview, Error> {
        let rows: Vec<Running> = sqlx::query_as(RUNNING).fetch_all(self.connection()).await?;
        let convert =
            |row: Running| RunningBreakGlass { patient: row.patient.into(), until: self.clinic_time(row.until) };
        let running: Vec<RunningBreakGlass> = rows.into_iter().map(convert).collect();
        self.audit_list(Action::BreakGlassList, running.iter().map(|open| open.patient.id)).await?;
        Ok(BreakGlassOverview { hours: lasts.as_secs().div_ceil(3_600), running })
    }
}
