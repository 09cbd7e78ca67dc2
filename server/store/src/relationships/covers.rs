use chrono::{DateTime, NaiveDateTime, Utc};
use model::{
    id::{CoverId, ProviderId},
    relationship::Cover,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Transaction, texts::invalid};

/// What was declined stands for a week, for whoever asked.
const CURRENT: &str = "
    select v.id, v.covered_id = (select current_provider_id()) as is_mine, coalesce(r.display_name, '') as colleague,
           v.until, v.accepted_at is not null as is_accepted, v.declined_at
      from covers v
      left join providers r
        on r.id = case when v.covered_id = (select current_provider_id()) then v.covering_id else v.covered_id end
     where v.closed_at is null and v.until > now()
        or v.covered_id = (select current_provider_id()) and v.declined_at > now() - interval '7 days' and v.until > now()
     order by v.until, v.id";

const ASK: &str = "select ask_cover($1, $2, $3)";

const ANSWER: &str = "select answer_cover($1, $2)";

const END: &str = "select end_cover($1)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    is_mine: bool,
    colleague: String,
    until: DateTime<Utc>,
    is_accepted: bool,
    declined_at: Option<DateTime<Utc>>,
}

impl Transaction {
    /// Asks a colleague to cover for the caller until a time on the clinic's clock.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but a verified provider, and for a colleague who can't treat anybody;
    /// [`Error::Invalid`] with the field `until` for a time that is over; [`Error::ConfirmationRequired`].
    pub async fn ask_cover(&mut self, id: CoverId, colleague: ProviderId, until: NaiveDateTime) -> Result<(), Error> {
        let until = self.local_to_utc(until)?;
        if until <= Utc::now() {
            return Err(invalid("until", "This time is over: choose a later one."));
        }
        let ask = sqlx::query_scalar(ASK).bind(id.0).bind(colleague.0).bind(until);
        let is_asked: bool = ask.fetch_one(self.connection()).await?;
        if is_asked { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Begins to cover for the colleague who asked: the caller treats their patients until then. Or declines.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a question that isn't the caller's to answer, is closed or over; [`Error::ConfirmationRequired`] to
    /// accept.
    pub async fn answer_cover(&mut self, cover: CoverId, is_accepted: bool) -> Result<(), Error> {
        let answer = sqlx::query_scalar(ANSWER).bind(cover.0).bind(is_accepted);
        let is_answered: bool = answer.fetch_one(self.connection()).await?;
        if is_answered { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Ends a cover before its time, by either side, or takes back the question.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a cover of others, and for one that is over.
    pub async fn end_cover(&mut self, cover: CoverId) -> Result<(), Error> {
        let is_ended: bool = sqlx::query_scalar(END).bind(cover.0).fetch_one(self.connection()).await?;
        if is_ended { Ok(()) } else { Err(Error::NotFound) }
    }

    pub(super) async fn covers(&mut self) -> Result<Vec<Cover>, Error> {
        let rows: Vec<Row> = sqlx::query_as(CURRENT).fetch_all(self.connection()).await?;
        let convert = |row: Row| Cover {
            id: CoverId(row.id),
            is_mine: row.is_mine,
            colleague: row.colleague,
            until: self.clinic_time(row.until),
            is_accepted: row.is_accepted,
            declined_at: row.declined_at.map(|at| self.clinic_time(at)),
        };
        Ok(rows.into_iter().map(convert).collect())
    }
}
