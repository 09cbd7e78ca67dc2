use chrono::{DateTime, Utc};
use model::{
    access::{AccessReport, Action, EndableAccess, ReportedSession, in_words},
    id::{AccessReportId, AuditEventId},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use super::ActorColumns;
use crate::{
    Error, Transaction,
    texts::{self, invalid},
};

/// How many open reports are shown at once, the oldest first.
const MOST: i64 = 50;

const REPORT: &str = "
    insert into access_reports (id, patient_id, event_id, reported_by, text)
    values ($1, (select current_patient_id()), $2, (select current_user_id()), $3)
    on conflict (id) do nothing";

const OPEN: &str = "
    select a.id, a.reported_at, a.text, u.email as reported_by, e.at, e.action,
           to_json(e.actor_role) as actor_role, to_json(e.access_right) as access_right,
           coalesce(r.display_name, actor.email, '') as name, to_json(endable_access_kind(a.id)) as endable
      from access_reports a
      join users u on u.id = a.reported_by
      join audit_events e on e.id = a.event_id
      left join users actor on actor.id = e.actor_user_id
      left join providers r on r.user_id = e.actor_user_id
     where a.closed_at is null and (select administers())
     order by a.reported_at, a.id
     limit $1";

const END: &str = "select end_reported_access($1)";

const LAST: &str = "Nobody else treats this patient. Ask a provider to take the patient over first.";

const CLOSE: &str = "
    update access_reports
       set closed_at = now(), closed_by = (select current_user_id()), verdict = $2
     where id = $1 and closed_at is null";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    reported_at: DateTime<Utc>,
    text: String,
    reported_by: String,
    at: DateTime<Utc>,
    action: String,
    #[sqlx(flatten)]
    actor: ActorColumns,
    endable: Option<Json<EndableAccess>>,
}

impl Transaction {
    /// The patient reports an access to their own record.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an event of another record; [`Error::Invalid`] with the field `text`.
    pub async fn report_access(&mut self, id: AccessReportId, event: AuditEventId, text: &str) -> Result<(), Error> {
        let text = texts::required("text", "What you want to say", text, 2_000)?;
        sqlx::query(REPORT).bind(id.0).bind(event.0).bind(text).execute(self.connection()).await?;
        self.audit(Action::AccessReport, None, Some(event.0)).await
    }

    /// The reports that nobody has closed yet, the oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator.
    pub async fn list_access_reports(&mut self) -> Result<Vec<AccessReport>, Error> {
        self.require_administrator().await?;
        let rows: Vec<Row> = sqlx::query_as(OPEN).bind(MOST).fetch_all(self.connection()).await?;
        self.audit(Action::AccessListReports, None, None).await?;
        let reports: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut sessions = self.reported_sessions(&reports).await?;
        let with_session = |row: Row| {
            let session = sessions.remove(&row.id).unwrap_or_default();
            self.access_report(row, session)
        };
        Ok(rows.into_iter().map(with_session).collect())
    }

    /// Closes a report with a verdict, which the patient reads.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for a report that is closed; [`Error::Invalid`] with the
    /// field `verdict`.
    pub async fn close_access_report(&mut self, report: AccessReportId, verdict: &str) -> Result<(), Error> {
        let verdict = texts::required("verdict", "The verdict", verdict, 2_000)?;
        let close = sqlx::query(CLOSE).bind(report.0).bind(verdict);
        if close.execute(self.connection()).await?.rows_affected() == 0 {
            return Err(Error::NotFound);
        }
        self.audit(Action::AccessCloseReport, None, Some(report.0)).await
    }

    /// Ends the access that a report is about: a chart that was shared, or a caregiver whom a provider let in.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, for a report that is closed, and for an access that goes on in its
    /// own right or is over; [`Error::Invalid`] with the field `report` when nobody else would treat the patient.
    pub async fn end_reported_access(&mut self, report: AccessReportId) -> Result<(), Error> {
        let ended: Option<String> = sqlx::query_scalar(END).bind(report.0).fetch_one(self.connection()).await?;
        match ended.as_deref() {
            Some("ended") => Ok(()),
            Some(_) => Err(invalid("report", LAST)),
            None => Err(Error::NotFound),
        }
    }

    fn access_report(&self, row: Row, session: ReportedSession) -> AccessReport {
        AccessReport {
            id: AccessReportId(row.id),
            reported_at: self.clinic_time(row.reported_at),
            reported_by: row.reported_by,
            text: row.text,
            who: row.actor.who(),
            right: row.actor.access_right.0,
            at: self.clinic_time(row.at),
            what: in_words(&row.action).to_owned(),
            session,
            endable: row.endable.map(|endable| endable.0),
        }
    }
}
