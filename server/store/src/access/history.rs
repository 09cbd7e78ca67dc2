use chrono::{DateTime, TimeDelta, Utc};
use model::{
    access::{Access, Action, ReportState, in_words},
    id::{AuditEventId, PatientId},
    page::{Cursor, Page},
};
use sqlx::FromRow;
use uuid::Uuid;

use super::ActorColumns;
use crate::{Error, Transaction, cursor};

/// How many events a page is made of: opening a chart leaves several, which become one line.
const EVENTS: usize = 200;

/// Events of one person under one right belong together while less than this lies between two of them.
const PAUSE: TimeDelta = TimeDelta::minutes(15);

/// A patient knows what they did themselves. That somebody saw the name in lists is said once a day for each of them and
/// each right, or it would bury the rest; a report of one stays, whatever came after. The events of a record
/// that was merged into this one are its own, too; each record's are read by their index. Of a record that the caller
/// can't see none are read, or the time would tell that it is there.
const HISTORY: &str = "
    select e.id, e.at, e.action, e.actor_user_id, to_json(e.actor_role) as actor_role,
           to_json(e.access_right) as access_right, coalesce(r.display_name, caregiver.name, provider_behind_event(e.id), '') as name,
           e.actor_user_id is not distinct from (select current_user_id()) as is_mine,
           report.id is not null as is_reported, report.verdict
      from (select p.id from patients p where p.id = $1
            union all
            select m.merged_id from patient_merges m where m.survivor_id = $1 and m.undone_at is null) record
     cross join lateral (
           select a.id, a.at, a.action, a.actor_user_id, a.actor_role, a.access_right, a.patient_id
             from audit_events a
            where a.patient_id = record.id and ($3::uuid is null or (a.at, a.id) < ($2, $3))
              and (a.actor_user_id is distinct from (select current_user_id())
                   or (select current_account_kind()) <> 'patient')
              and (a.action <> all ($5) or exists (select from access_reports w where w.event_id = a.id) or not exists (
                   select from audit_events later
                    where later.patient_id = a.patient_id and (later.at, later.id) > (a.at, a.id)
                      and later.at < a.at + interval '25 hours' and later.action = any ($5)
                      and later.actor_user_id = a.actor_user_id and later.access_right = a.access_right
                      and date_trunc('day', later.at, $6) = date_trunc('day', a.at, $6)))
            order by a.at desc, a.id desc
            limit $4) e
      left join providers r on r.user_id = e.actor_user_id
      left join lateral (select g.name from caregivers g
                          where g.user_id = e.actor_user_id and g.patient_id = e.patient_id
                          order by g.accepted_at desc limit 1) caregiver on e.access_right = 'caregiver'
      left join lateral (select a.id, a.verdict from access_reports a
                          where a.event_id = e.id order by a.reported_at desc limit 1) report on true
     order by e.at desc, e.id desc
     limit $4";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    action: String,
    actor_user_id: Option<Uuid>,
    #[sqlx(flatten)]
    actor: ActorColumns,
    is_mine: bool,
    is_reported: bool,
    verdict: Option<String>,
}

impl Transaction {
    /// A page of who did what with a record, the latest first: for the patient, and for whoever treats them without an
    /// end.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_access(&mut self, patient: PatientId, after: Option<&Cursor>) -> Result<Page<Access>, Error> {
        const LIST: &str = "access";
        let after: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        let rows: Vec<Row> = sqlx::query_as(HISTORY)
            .bind(patient.0)
            .bind(after.map(|(at, _)| at))
            .bind(after.map(|(_, id)| id))
            .bind(EVENTS as i64 + 1)
            .bind(Action::LISTS.map(Action::as_str))
            .bind(self.time_zone().name())
            .fetch_all(self.connection())
            .await?;
        self.require_visible(patient).await?;
        self.audit(Action::AccessList, Some(patient), None).await?;
        let Page { rows, next } = cursor::page_of(EVENTS, LIST, rows, |row| (row.at, row.id));
        Ok(Page { rows: self.together(rows), next })
    }

    /// One line for what somebody did in one go.
    fn together(&self, rows: Vec<Row>) -> Vec<Access> {
        let mut lines: Vec<(Access, Option<Uuid>)> = Vec::new();
        for row in rows {
            let (right, actor, at) = (row.actor.access_right.0, row.actor_user_id, self.clinic_time(row.at));
            let words = in_words(&row.action);
            let state = row.verdict.map_or(ReportState::Open, |verdict| ReportState::Closed { verdict });
            let report = row.is_reported.then_some(state);
            match lines.last_mut() {
                Some((line, by)) if *by == actor && line.right == right && line.from.at - row.at < PAUSE => {
                    line.from = at;
                    line.report = line.report.take().or(report);
                    if !line.what.iter().any(|known| known == words) {
                        line.what.insert(0, words.to_owned());
                    }
                }
                _ => lines.push((
                    Access {
                        event: AuditEventId(row.id),
                        who: row.actor.who(),
                        right,
                        from: at,
                        until: at,
                        what: vec![words.to_owned()],
                        is_mine: row.is_mine,
                        report,
                    },
                    actor,
                )),
            }
        }
        lines.into_iter().map(|(line, _)| line).collect()
    }
}
