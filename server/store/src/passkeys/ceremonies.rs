//! Questions to a browser that wait for their answers.

use model::id::UserId;
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Error, Transaction};

const BEGIN: &str = "select begin_passkey_ceremony($1, $2, $3, $4)";

const TAKE: &str = "select state, user_id, attempt from take_passkey_ceremony($1, $2)";

/// What an answer is for; one for something else is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CeremonyPurpose {
    SignIn,
    SecondStep,
    Confirm,
    Add,
}

impl CeremonyPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SecondStep => "second_step",
            Self::Confirm => "confirm",
            Self::Add => "add",
        }
    }
}

/// A question that was taken, to be answered now.
#[derive(Debug)]
pub struct Ceremony {
    /// The library's.
    pub state: Value,
    /// Whose answer is expected; `None` where the passkey says whose it is.
    pub user: Option<UserId>,
    /// To be forgiven by a right answer.
    pub attempt: Option<Uuid>,
}

#[derive(FromRow)]
struct Row {
    state: Json<Value>,
    user_id: Option<Uuid>,
    attempt: Option<Uuid>,
}

impl Transaction {
    /// Keeps a question for five minutes, for the caller's session where there is one.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`] for [`CeremonyPurpose::Add`].
    pub async fn begin_passkey_ceremony(
        &mut self,
        purpose: CeremonyPurpose,
        token_hash: &[u8; 32],
        state: &Value,
        attempt: Option<Uuid>,
    ) -> Result<(), Error> {
        let begin = sqlx::query(BEGIN).bind(token_hash.as_slice()).bind(purpose.as_str());
        begin.bind(Json(state)).bind(attempt).execute(self.connection()).await?;
        Ok(())
    }

    /// Takes a question; `None` for one that is unknown, expired, taken before, or another session's. Once the
    /// transaction is committed, nobody takes it again.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn take_passkey_ceremony(
        &mut self,
        purpose: CeremonyPurpose,
        token_hash: &[u8; 32],
    ) -> Result<Option<Ceremony>, Error> {
        let take = sqlx::query_as(TAKE).bind(token_hash.as_slice()).bind(purpose.as_str());
        let row: Option<Row> = take.fetch_optional(self.connection()).await?;
        Ok(row.map(|row| Ceremony { state: row.state.0, user: row.user_id.map(UserId), attempt: row.attempt }))
    }
}
