use chrono::{DateTime, TimeDelta, Utc};
use model::{
    access::{Action, Counted, SealStop, SealStopCause, SecurityEvent, SecurityEvents, in_words},
    page::{Cursor, Page},
};
use sqlx::FromRow;
use uuid::Uuid;

use super::ActorColumns;
use crate::{Error, Transaction, cursor};

/// Signing in as usual and reading lists: they would bury the rest.
const USUAL: [Action; 12] = [
    Action::SessionBegin,
    Action::SessionEnd,
    Action::PasskeyUse,
    Action::ProvidersList,
    Action::AccountsList,
    Action::AccessList,
    Action::AccessListSecurity,
    Action::AccessListReports,
    Action::CaregiverListRecords,
    Action::BreakGlassList,
    Action::BreakGlassListNotices,
    Action::BreakGlassListReviews,
];

/// At which account somebody failed, the event's subject is.
const TRIED: [Action; 3] = [Action::SessionRefuse, Action::FactorRefuse, Action::PasskeyRefuse];

/// How many events are read for a page: those that say the same become one line.
const EVENTS_TO_FETCH: i64 = 201;

/// Events that say the same belong together while less than this lies between two of them.
const PAUSE: TimeDelta = TimeDelta::minutes(15);

/// The policies leave the administrator what concerns the clinic's security ([`Action::concerns_security`]); the usual is
/// left out here. What was done under emergency access stands beside its review.
const EVENTS: &str = "
    with page as (
        select e.id, e.at, coalesce(e.occurred_at, e.at) as last_at, coalesce(e.occurred_at, e.at) as since,
               e.occurred_at is not null as is_rest, e.times::bigint as times, e.action, e.actor_user_id, e.actor_role,
               e.access_right, e.subject_id
          from audit_events e
         where ($2::uuid is null or (e.at, e.id) < ($1, $2)) and (select administers())
           and e.action <> all ($4)
           and (e.access_right <> 'break_glass' or split_part(e.action, '.', 1) = 'break_glass')
         order by e.at desc, e.id desc
         limit $3)
    select e.id, e.at, e.last_at, e.since, e.is_rest, e.times, e.action, e.actor_user_id,
           coalesce(host(a.address), '') as address, to_json(e.actor_role) as actor_role,
           to_json(e.access_right) as access_right, coalesce(r.display_name, u.email, '') as name, t.email as tried
      from page e
      left join event_addresses(array(select id from page)) a on a.id = e.id
      left join users u on u.id = e.actor_user_id
      left join providers r on r.user_id = e.actor_user_id
      left join users t on t.id = e.subject_id and e.action = any ($5)
     order by e.at desc, e.id desc";

/// Refusals that are counted just now: those that came on top of what are events already.
const RUNNING: &str = "
    select c.until as at, c.until as last_at, c.since, true as is_rest, c.times::bigint as times, c.action, c.actor_user_id,
           '00000000-0000-0000-0000-000000000000'::uuid as id, coalesce(host(c.address), '') as address,
           to_json(c.actor_role) as actor_role, to_json(c.access_right) as access_right,
           coalesce(r.display_name, u.email, '') as name, t.email as tried
      from open_refusals() c
      left join users u on u.id = c.actor_user_id
      left join providers r on r.user_id = c.actor_user_id
      left join users t on t.id = c.subject_id and c.action = any ($1)
     order by c.times desc, c.until desc
     limit 10";

const SEAL_STOP: &str = "select stopped_at, to_json(cause) as cause from audit_stop()";

#[derive(FromRow)]
struct SealStopRow {
    stopped_at: DateTime<Utc>,
    cause: sqlx::types::Json<SealStopCause>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    last_at: DateTime<Utc>,
    since: DateTime<Utc>,
    is_rest: bool,
    times: i64,
    action: String,
    actor_user_id: Option<Uuid>,
    address: String,
    #[sqlx(flatten)]
    actor: ActorColumns,
    tried: Option<String>,
}

impl Row {
    /// What was done, and at whose account.
    fn what(&self) -> String {
        let words = in_words(&self.action);
        let Some(action) = TRIED.into_iter().find(|action| action.as_str() == self.action) else {
            return words.to_owned();
        };
        match &self.tried {
            Some(email) => format!("{words}, at the account {email}"),
            None if self.times > 1 => format!("{words}, at several accounts or at none"),
            None if action == Action::PasskeyRefuse => format!("{words}, with one that is no account's"),
            None => format!("{words}, with an address that is no account's"),
        }
    }
}

impl Transaction {
    /// A page of what concerns the clinic's security, the latest first, before which the first page has what is counted just
    /// now; and whether the audit's seals stand still.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_security_events(&mut self, after: Option<&Cursor>) -> Result<SecurityEvents, Error> {
        const LIST: &str = "security";
        let key: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        self.require_administrator().await?;
        let tried = TRIED.map(Action::as_str);
        let rows: Vec<Row> = sqlx::query_as(EVENTS)
            .bind(key.map(|(at, _)| at))
            .bind(key.map(|(_, id)| id))
            .bind(EVENTS_TO_FETCH)
            .bind(USUAL.map(Action::as_str))
            .bind(tried)
            .fetch_all(self.connection())
            .await?;
        let running: Vec<Row> = sqlx::query_as(RUNNING).bind(tried).fetch_all(self.connection()).await?;
        self.audit(Action::AccessListSecurity, None, None).await?;
        let stop: Option<SealStopRow> = sqlx::query_as(SEAL_STOP).fetch_optional(self.connection()).await?;
        let seal_stop = stop.map(|row| SealStop { since: self.clinic_time(row.stopped_at), cause: row.cause.0 });
        let (taken, lines) = self.lines(&rows);
        let next = cursor::page_of(taken, LIST, rows, |row| (row.at, row.id)).next;
        let first = running.iter().filter(|_| after.is_none()).map(|row| self.line(row, Counted::Running));
        let rows = first.chain(lines).collect();
        Ok(SecurityEvents { page: Page { rows, next }, seal_stop })
    }

    /// A page's lines, and how many of the events they take: what one person did again and again is one, so that it doesn't
    /// bury the rest.
    fn lines(&self, rows: &[Row]) -> (usize, Vec<SecurityEvent>) {
        let mut lines: Vec<(SecurityEvent, Option<Uuid>)> = Vec::new();
        let most = usize::try_from(EVENTS_TO_FETCH - 1).unwrap_or(usize::MAX);
        for (taken, row) in rows.iter().take(most).enumerate() {
            let new = self.line(row, if row.is_rest { Counted::Rest } else { Counted::All });
            let is_same = |(line, actor): &(SecurityEvent, Option<Uuid>)| {
                (&line.what, &line.who, &line.address, *actor) == (&new.what, &new.who, &new.address, row.actor_user_id)
                    && line.since.at - new.at.at < PAUSE
            };
            let Some(place) = lines.iter().rposition(is_same) else {
                if lines.len() == cursor::PAGE_SIZE {
                    return (taken, just(lines));
                }
                lines.push((new, row.actor_user_id));
                continue;
            };
            let Some((line, _)) = lines.get_mut(place) else { continue };
            line.since = line.since.min(new.since);
            line.at = line.at.max(new.at);
            line.times += new.times;
            // Without one that has a line of its own, it is still the rest of those that have.
            if new.counted == Counted::All {
                line.counted = Counted::All;
            }
        }
        (rows.len().min(most), just(lines))
    }

    fn line(&self, row: &Row, counted: Counted) -> SecurityEvent {
        SecurityEvent {
            at: self.clinic_time(row.last_at),
            since: self.clinic_time(row.since),
            who: row.actor.who(),
            what: row.what(),
            times: row.times,
            counted,
            address: row.address.clone(),
        }
    }
}

fn just(lines: Vec<(SecurityEvent, Option<Uuid>)>) -> Vec<SecurityEvent> {
    lines.into_iter().map(|(line, _)| line).collect()
}
