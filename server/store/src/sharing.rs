//! A chart is shared with a colleague, who then treats the patient, too.

use model::{
    access::Action,
    chart::Colleague,
    id::{PatientId, ProviderId},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Transaction, texts::invalid};

/// Longer searches are cut: no name has as many characters.
const LONGEST_SEARCH: usize = 100;

/// Each word is part of the name or of the specialty.
const COLLEAGUES: &str = "
    with words as materialized (
        select word from regexp_split_to_table(normalized($2), '\\s+') word where word <> ''
    )
    select r.id, r.display_name, r.specialty
      from providers r
     where r.is_verified and active_provider(r.id) and r.id <> (select current_provider_id())
       and not exists (
           select from care_relationships c
            where c.provider_id = r.id and c.patient_id = $1 and c.ended_at is null)
       and not exists (
           select from words
            where position(word in normalized(r.display_name)) = 0 and position(word in normalized(r.specialty)) = 0)
     order by normalized(r.display_name), r.id
     limit 20";

const SHARE: &str = "select share_chart($1, $2)";

/// A clinic has no more that a person could choose from.
const SHARES: &str = "
    select r.id, r.display_name, r.specialty
      from care_relationships c
      join providers r on r.id = c.provider_id
     where c.patient_id = $1 and c.shared_by = (select current_provider_id()) and c.began_by = 'sharing'
       and c.ended_at is null
     order by normalized(r.display_name), r.id
     limit 500";

const END_SHARE: &str = "select end_share($1, $2)";

const LAST: &str =
    "Nobody else treats this patient. Share the chart with another colleague first, or hand the patient over.";

/// A provider, as a colleague sees them.
#[derive(FromRow)]
pub(crate) struct ColleagueRow {
    id: Uuid,
    display_name: String,
    specialty: String,
}

impl From<ColleagueRow> for Colleague {
    fn from(row: ColleagueRow) -> Self {
        Self { id: ProviderId(row.id), display_name: row.display_name, specialty: row.specialty }
    }
}

impl Transaction {
    /// Verified colleagues by parts of the name or the specialty: at most 20, who don't treat the patient yet.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat without an end.
    pub async fn find_colleagues(&mut self, patient: PatientId, search: &str) -> Result<Vec<Colleague>, Error> {
        self.require_may_pass_on(patient).await?;
        let search: String = search.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
        let find = sqlx::query_as(COLLEAGUES).bind(patient.0).bind(search);
        let rows: Vec<ColleagueRow> = find.fetch_all(self.connection()).await?;
        self.audit(Action::ColleaguesFind, Some(patient), None).await?;
        Ok(rows.into_iter().map(Colleague::from).collect())
    }

    /// Shares the chart with a verified colleague, who then treats the patient. One who treats them already goes on as
    /// before; for one whose treatment had ended it begins anew, from now on, as the caller's decision.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, and for a colleague who isn't verified;
    /// [`Error::ConfirmationRequired`].
    pub async fn share_chart(&mut self, patient: PatientId, colleague: ProviderId) -> Result<(), Error> {
        let share = sqlx::query_scalar(SHARE).bind(patient.0).bind(colleague.0);
        let is_shared: bool = share.fetch_one(self.connection()).await?;
        if is_shared { Ok(()) } else { Err(Error::NotFound) }
    }

    /// With whom the caller shared the chart, and who treats the patient for that, still.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat without an end.
    pub async fn list_shares(&mut self, patient: PatientId) -> Result<Vec<Colleague>, Error> {
        self.require_may_pass_on(patient).await?;
        let rows: Vec<ColleagueRow> = sqlx::query_as(SHARES).bind(patient.0).fetch_all(self.connection()).await?;
        self.audit(Action::ColleaguesList, Some(patient), None).await?;
        Ok(rows.into_iter().map(Colleague::from).collect())
    }

    /// Ends the treatment of a colleague with whom the caller shared the chart, at once.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one with whom the caller didn't share it, or who treats the patient for another reason;
    /// [`Error::Invalid`] with the field `colleague` when nobody else would treat the patient.
    pub async fn end_share(&mut self, patient: PatientId, colleague: ProviderId) -> Result<(), Error> {
        let end = sqlx::query_scalar(END_SHARE).bind(patient.0).bind(colleague.0);
        let outcome: Option<String> = end.fetch_one(self.connection()).await?;
        match outcome.as_deref() {
            Some("ended") => Ok(()),
            Some(_) => Err(invalid("colleague", LAST)),
            None => Err(Error::NotFound),
        }
    }
}
