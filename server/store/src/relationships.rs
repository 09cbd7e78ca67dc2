//! Who treats whom over time: a provider ends a relationship, hands a patient over, lets a colleague cover.

mod covers;
mod handovers;

use model::{access::Action, chart::Colleague, id::PatientId, relationship::Arrangements};

use crate::{Error, Transaction, sharing::ColleagueRow, texts::invalid};

const END: &str = "select end_relationship($1)";

/// A clinic has no more that a person could choose from.
const COLLEAGUES: &str = "
    select r.id, r.display_name, r.specialty
      from providers r
     where r.is_verified and active_provider(r.id) and r.id <> (select current_provider_id())
     order by normalized(r.display_name), r.id
     limit 500";

impl Transaction {
    /// Ends the caller's treatment of a patient, at once.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat without an end; [`Error::Invalid`] with the field
    /// `patient` when nobody else would treat them.
    pub async fn end_relationship(&mut self, patient: PatientId) -> Result<(), Error> {
        let outcome: Option<String> = sqlx::query_scalar(END).bind(patient.0).fetch_one(self.connection()).await?;
        match outcome.as_deref() {
            Some("ended") => Ok(()),
            Some(_) => Err(invalid(
                "patient",
                "Nobody else treats this patient. Hand the patient over to a colleague: your treatment ends once they \
                 have accepted.",
            )),
            None => Err(Error::NotFound),
        }
    }

    /// Refuses a patient whom the caller doesn't treat without an end.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub(crate) async fn require_may_pass_on(&mut self, patient: PatientId) -> Result<(), Error> {
        let may = sqlx::query_scalar("select may_pass_on($1)").bind(patient.0);
        let may: bool = may.fetch_one(self.connection()).await?;
        if may { Ok(()) } else { Err(Error::NotFound) }
    }

    /// The verified colleagues, by name.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn list_colleagues(&mut self) -> Result<Vec<Colleague>, Error> {
        let rows: Vec<ColleagueRow> = sqlx::query_as(COLLEAGUES).fetch_all(self.connection()).await?;
        self.audit(Action::ColleaguesList, None, None).await?;
        Ok(rows.into_iter().map(Colleague::from).collect())
    }

    /// What the caller has arranged with colleagues and isn't over, and what waits for an answer.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn list_arrangements(&mut self) -> Result<Arrangements, Error> {
        let (handovers, shown) = self.handovers().await?;
        let covers = self.covers().await?;
        self.audit_list(Action::ArrangementsList, shown).await?;
        Ok(Arrangements { handovers, covers })
    }
}
