//! The sessions in which reported accesses happened: what else was done in them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use model::access::{AccessRight, DoneElsewhere, ReportedSession, SessionEvent, in_words};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Error, Transaction};

/// How many events of each session are listed, those around the one that is reported.
const MOST: i32 = 50;

const EVENTS: &str = "
    select report, at, action, to_json(access_right) as access_right, is_reported, all_events
      from reported_session_events($1, $2)";

const ELSEWHERE: &str = "select report, action, events, records from reported_session_elsewhere($1)";

#[derive(FromRow)]
struct EventRow {
    report: Uuid,
    at: DateTime<Utc>,
    action: String,
    access_right: Json<AccessRight>,
    is_reported: bool,
    all_events: i64,
}

#[derive(FromRow)]
struct ElsewhereRow {
    report: Uuid,
    action: String,
    events: i64,
    records: i64,
}

impl Transaction {
    /// The session of each report, by the report's id; none for anyone but an administrator.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub(super) async fn reported_sessions(
        &mut self,
        reports: &[Uuid],
    ) -> Result<BTreeMap<Uuid, ReportedSession>, Error> {
        let mut sessions: BTreeMap<Uuid, ReportedSession> = BTreeMap::new();
        let events: Vec<EventRow> =
            sqlx::query_as(EVENTS).bind(reports).bind(MOST).fetch_all(self.connection()).await?;
        for row in events {
            let session = sessions.entry(row.report).or_default();
            session.events.push(SessionEvent {
                at: self.clinic_time(row.at),
                what: in_words(&row.action).to_owned(),
                right: row.access_right.0,
                is_reported: row.is_reported,
            });
            session.more = row.all_events - i64::try_from(session.events.len()).unwrap_or(row.all_events);
        }
        let elsewhere: Vec<ElsewhereRow> = sqlx::query_as(ELSEWHERE).bind(reports).fetch_all(self.connection()).await?;
        for ElsewhereRow { report, action, events, records } in elsewhere {
            let what = in_words(&action).to_owned();
            sessions.entry(report).or_default().elsewhere.push(DoneElsewhere { what, times: events, records });
        }
        Ok(sessions)
    }
}
