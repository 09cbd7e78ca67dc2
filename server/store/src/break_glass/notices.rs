use chrono::{DateTime, Utc};
use model::{
    access::Action,
    break_glass::{BreakGlassNotice, BreakGlassReview},
    id::BreakGlassId,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Transaction};

/// How many a patient sees, the latest first.
const MOST: i64 = 50;

const OF_MY_RECORD: &str = "
    select g.id, coalesce(r.display_name, '') as who, g.granted_at, g.expires_at, g.reason, g.is_justified, g.verdict,
           g.dismissed_at is not null as is_dismissed
      from break_glass_grants g
      left join providers r on r.id = g.provider_id
     where g.patient_id = (select current_patient_id())
        or g.patient_id in (select m.merged_id from patient_merges m
                             where m.survivor_id = (select current_patient_id()) and m.undone_at is null)
     order by g.granted_at desc, g.id
     limit $1";

const DISMISS: &str = "select dismiss_break_glass($1)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    who: String,
    granted_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    reason: String,
    is_justified: Option<bool>,
    verdict: Option<String>,
    is_dismissed: bool,
}

impl Transaction {
    /// The emergency accesses to the caller's own record, the latest first; none for anyone but a patient.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn list_break_glass_notices(&mut self) -> Result<Vec<BreakGlassNotice>, Error> {
        let rows: Vec<Row> = sqlx::query_as(OF_MY_RECORD).bind(MOST).fetch_all(self.connection()).await?;
        if !rows.is_empty() {
            self.audit(Action::BreakGlassListNotices, None, None).await?;
        }
        Ok(rows.into_iter().map(|row| self.notice(row)).collect())
    }

    /// The patient doesn't want to be told of it any more; it stays in their list.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one of another record.
    pub async fn dismiss_break_glass(&mut self, id: BreakGlassId) -> Result<(), Error> {
        let dismiss = sqlx::query_scalar(DISMISS).bind(id.0);
        let is_dismissed: bool = dismiss.fetch_one(self.connection()).await?;
        if is_dismissed { Ok(()) } else { Err(Error::NotFound) }
    }

    fn notice(&self, row: Row) -> BreakGlassNotice {
        let review = row.is_justified.zip(row.verdict);
        BreakGlassNotice {
            id: BreakGlassId(row.id),
            who: row.who,
            from: self.clinic_time(row.granted_at),
            until: self.clinic_time(row.expires_at),
            reason: row.reason,
            review: review.map(|(is_justified, verdict)| BreakGlassReview { is_justified, verdict }),
            is_dismissed: row.is_dismissed,
        }
    }
}
