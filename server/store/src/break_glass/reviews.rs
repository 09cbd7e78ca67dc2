use chrono::{DateTime, Utc};
use model::{
    access::{Action, in_words},
    break_glass::{BreakGlassReview, UnreviewedBreakGlass},
    id::BreakGlassId,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Transaction, texts};

/// How many wait at once for a review, the oldest first.
const MOST: i64 = 50;

/// What was done while it lasted, in the order in which it was first done.
const UNREVIEWED: &str = "
    select g.id, r.display_name as who, g.granted_at, g.expires_at, g.reason,
           array(select e.action
                   from audit_events e
                  where e.patient_id = g.patient_id and e.actor_user_id = r.user_id and e.access_right = 'break_glass'
                    and e.at >= g.granted_at and e.at < g.expires_at
                  group by e.action
                  order by min(e.at), e.action) as actions
      from break_glass_grants g
      join providers r on r.id = g.provider_id
     where g.reviewed_at is null and (select administers())
     order by g.granted_at, g.id
     limit $1";

const REVIEW: &str = "
    update break_glass_grants
       set reviewed_at = now(), reviewed_by = (select current_user_id()), is_justified = $2, verdict = $3
     where id = $1 and reviewed_at is null";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    who: String,
    granted_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    reason: String,
    actions: Vec<String>,
}

impl Transaction {
    /// The emergency accesses that nobody has reviewed yet, the oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator.
    pub async fn list_break_glass_reviews(&mut self) -> Result<Vec<UnreviewedBreakGlass>, Error> {
        self.require_administrator().await?;
        let rows: Vec<Row> = sqlx::query_as(UNREVIEWED).bind(MOST).fetch_all(self.connection()).await?;
        self.audit(Action::BreakGlassListReviews, None, None).await?;
        Ok(rows.into_iter().map(|row| self.unreviewed(row)).collect())
    }

    /// Closes the review of an emergency access with a verdict, which the patient reads.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for one that is reviewed; [`Error::Invalid`] with the
    /// field `verdict`.
    pub async fn review_break_glass(&mut self, id: BreakGlassId, review: &BreakGlassReview) -> Result<(), Error> {
        let verdict = texts::required("verdict", "The verdict", &review.verdict, 2_000)?;
        let close = sqlx::query(REVIEW).bind(id.0).bind(review.is_justified).bind(verdict);
        if close.execute(self.connection()).await?.rows_affected() == 0 {
            return Err(Error::NotFound);
        }
        self.audit(Action::BreakGlassReview, None, Some(id.0)).await
    }

    fn unreviewed(&self, row: Row) -> UnreviewedBreakGlass {
        let mut what: Vec<String> = Vec::new();
        for words in row.actions.iter().map(|action| in_words(action)) {
            if !what.iter().any(|known| known == words) {
                what.push(words.to_owned());
            }
        }
        UnreviewedBreakGlass {
            id: BreakGlassId(row.id),
            who: row.who,
            from: self.clinic_time(row.granted_at),
            until: self.clinic_time(row.expires_at),
            reason: row.reason,
            what,
        }
    }
}
