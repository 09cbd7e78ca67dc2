use chrono::{DateTime, Utc};
use model::{
    access::{Action, SecurityEvent, in_words},
    id::AuditEventId,
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

/// The policies leave the administrator what concerns the clinic's security ([`Action::concerns_security`]); the usual is
/// left out here. What was done under emergency access stands beside its review.
const EVENTS: &str = "
    select e.id, e.at, e.action, coalesce(host(e.address), '') as address, to_json(e.actor_role) as actor_role,
           to_json(e.access_right) as access_right, coalesce(r.display_name, u.email, '') as name
      from audit_events e
      left join users u on u.id = e.actor_user_id
      left join providers r on r.user_id = e.actor_user_id
     where ($2::uuid is null or (e.at, e.id) < ($1, $2)) and (select administers())
       and e.action <> all ($4)
       and (e.access_right <> 'break_glass' or split_part(e.action, '.', 1) = 'break_glass')
     order by e.at desc, e.id desc
     limit $3";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    action: String,
    address: String,
    #[sqlx(flatten)]
    actor: ActorColumns,
}

impl Transaction {
    /// A page of the events that concern the clinic's security, the latest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_security_events(&mut self, after: Option<&Cursor>) -> Result<Page<SecurityEvent>, Error> {
        const LIST: &str = "security";
        let after: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        self.require_administrator().await?;
        let rows: Vec<Row> = sqlx::query_as(EVENTS)
            .bind(after.map(|(at, _)| at))
            .bind(after.map(|(_, id)| id))
            .bind(cursor::ROWS_TO_FETCH)
            .bind(USUAL.map(Action::as_str))
            .fetch_all(self.connection())
            .await?;
        self.audit(Action::AccessListSecurity, None, None).await?;
        Ok(cursor::page(LIST, rows, |row| (row.at, row.id), |row| self.security_event(row)))
    }

    fn security_event(&self, row: Row) -> SecurityEvent {
        SecurityEvent {
            id: AuditEventId(row.id),
            at: self.clinic_time(row.at),
            who: row.actor.who(),
            what: in_words(&row.action).to_owned(),
            address: row.address,
        }
    }
}
