use chrono::{DateTime, NaiveDate, Utc};
use model::{
    id::{HandoverId, PatientId, ProviderId},
    relationship::Handover,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Transaction};

/// What was declined stands for a week, for whoever asked and still treats the patient, unless they have asked again.
const CURRENT: &str = "
    select o.id, h.patient_id, o.is_mine, o.colleague, o.first_name, o.last_name, o.date_of_birth, o.asked_at,
           h.declined_at
      from open_handovers() o
      join handovers h on h.id = o.id
    union all
    select h.id, h.patient_id, true, r.display_name, p.first_name, p.last_name, p.date_of_birth, h.asked_at, h.declined_at
      from handovers h
      join patients p on p.id = h.patient_id
      join providers r on r.id = h.to_id
     where h.from_id = (select current_provider_id()) and h.declined_at > now() - interval '7 days'
       and not exists (select from handovers later
                        where later.from_id = h.from_id and later.patient_id = h.patient_id
                          and later.asked_at > h.asked_at)
     order by 8, 1";

const ASK: &str = "select ask_handover($1, $2, $3)";

const ANSWER: &str = "select answer_handover($1, $2)";

const WITHDRAW: &str = "select withdraw_handover($1)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    patient_id: Uuid,
    is_mine: bool,
    colleague: String,
    first_name: String,
    last_name: String,
    date_of_birth: NaiveDate,
    asked_at: DateTime<Utc>,
    declined_at: Option<DateTime<Utc>>,
}

impl Transaction {
    /// Asks a colleague to take a patient over; until they accept, the caller goes on treating the patient. A newer
    /// question about the patient replaces the earlier one.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat without an end, and for a colleague who can't treat
    /// anybody; [`Error::ConfirmationRequired`].
    pub async fn ask_handover(
        &mut self,
        id: HandoverId,
        patient: PatientId,
        colleague: ProviderId,
    ) -> Result<(), Error> {
        let ask = sqlx::query_scalar(ASK).bind(id.0).bind(patient.0).bind(colleague.0);
        let is_asked: bool = ask.fetch_one(self.connection()).await?;
        if is_asked { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Takes a patient over, whom the colleague then treats no more; or declines.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a question that isn't the caller's to answer, or is closed; [`Error::ConfirmationRequired`] to accept.
    pub async fn answer_handover(&mut self, handover: HandoverId, is_accepted: bool) -> Result<PatientId, Error> {
        let answer = sqlx::query_scalar(ANSWER).bind(handover.0).bind(is_accepted);
        let patient: Option<Uuid> = answer.fetch_one(self.connection()).await?;
        patient.map(PatientId).ok_or(Error::NotFound)
    }

    /// Takes the caller's own question back.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else's, and for one that is closed.
    pub async fn withdraw_handover(&mut self, handover: HandoverId) -> Result<(), Error> {
        let withdraw = sqlx::query_scalar(WITHDRAW).bind(handover.0);
        let patient: Option<Uuid> = withdraw.fetch_one(self.connection()).await?;
        patient.map(drop).ok_or(Error::NotFound)
    }

    /// The open questions, and whose names stand in them: a colleague learns who it is before they treat the patient.
    pub(super) async fn handovers(&mut self) -> Result<(Vec<Handover>, Vec<PatientId>), Error> {
        let rows: Vec<Row> = sqlx::query_as(CURRENT).fetch_all(self.connection()).await?;
        let shown = rows.iter().map(|row| PatientId(row.patient_id)).collect();
        let convert = |row: Row| Handover {
            id: HandoverId(row.id),
            is_mine: row.is_mine,
            colleague: row.colleague,
            first_name: row.first_name,
            last_name: row.last_name,
            date_of_birth: row.date_of_birth,
            asked_at: self.clinic_time(row.asked_at),
            declined_at: row.declined_at.map(|at| self.clinic_time(at)),
        };
        Ok((rows.into_iter().map(convert).collect(), shown))
    }
}
