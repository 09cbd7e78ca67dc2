use model::{
    access::Action,
    id::{PatientId, VisitId},
};
use sqlx::{postgres::Postgres, query::QueryScalar};
use uuid::Uuid;

use crate::{Error, Transaction, texts};

const ADDENDUM: &str = "
    insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
    select $2, v.id, v.patient_id, (select current_provider_id()), $3
      from visits v
     where v.id = $1 and (select current_provider_id()) is not null
    returning patient_id";

const PRIVATE_NOTE: &str = "
    insert into visit_private_notes (visit_id, patient_id, provider_id, text)
    select v.id, v.patient_id, v.provider_id, $2
      from visits v
     where v.id = $1 and v.provider_id = (select current_provider_id())
    on conflict (visit_id) do update set text = excluded.text, updated_at = now()
    returning patient_id";

const IN_ERROR: &str = "
    update visits
       set entered_in_error_at = coalesce(entered_in_error_at, now()),
           entered_in_error_reason = coalesce(entered_in_error_reason, $2)
     where id = $1 and provider_id = (select current_provider_id())
    returning patient_id";

/// Of an author who can't mark it: the database says so, and does it.
const OF_ABSENT_AUTHOR: &str = "select mark_visit_in_error($1, $2)";

type PatientOf<'q> = QueryScalar<'q, Postgres, Uuid, sqlx::postgres::PgArguments>;

impl Transaction {
    /// Adds a remark of at most 20,000 characters to a visit; any treating provider.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a visit of a patient whom the caller doesn't treat; [`Error::Invalid`] with the field
    /// `text`.
    pub async fn add_addendum(&mut self, visit: VisitId, text: &str) -> Result<(), Error> {
        let text = texts::required("text", "The addendum", text, 20_000)?;
        let write = sqlx::query_scalar(ADDENDUM).bind(visit.0).bind(Uuid::now_v7()).bind(text);
        self.write_on_visit(Action::VisitAddAddendum, visit, write).await
    }

    /// Keeps the author's private note of at most 20,000 characters on a visit; an empty text clears it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but the author; [`Error::Invalid`] with the field `text`.
    pub async fn save_private_note(&mut self, visit: VisitId, text: &str) -> Result<(), Error> {
        let text = texts::optional("text", "The note", text, 20_000)?;
        let write = sqlx::query_scalar(PRIVATE_NOTE).bind(visit.0).bind(text);
        self.write_on_visit(Action::VisitSavePrivateNote, visit, write).await
    }

    /// Marks a visit as entered in error, and with it what its author prescribed in it; the author, or any treating
    /// provider when the author can't. Doing it twice keeps the first time, reason and name.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone else; [`Error::Invalid`] with the field `reason`.
    pub async fn mark_visit_entered_in_error(&mut self, visit: VisitId, reason: &str) -> Result<(), Error> {
        let reason = texts::reason(reason)?;
        let own: Option<Uuid> =
            sqlx::query_scalar(IN_ERROR).bind(visit.0).bind(&reason).fetch_optional(self.connection()).await?;
        if let Some(patient) = own {
            return self.audit(Action::VisitMarkInError, Some(PatientId(patient)), Some(visit.0)).await;
        }
        let mark = sqlx::query_scalar(OF_ABSENT_AUTHOR).bind(visit.0).bind(&reason);
        let patient: Option<Uuid> = mark.fetch_one(self.connection()).await?;
        patient.map(drop).ok_or(Error::NotFound)
    }

    /// Runs a write that returns whose visit it touched, and records it.
    async fn write_on_visit(&mut self, action: Action, visit: VisitId, write: PatientOf<'_>) -> Result<(), Error> {
        let patient = write.fetch_optional(self.connection()).await?.ok_or(Error::NotFound)?;
        self.audit(action, Some(PatientId(patient)), Some(visit.0)).await
    }
}
