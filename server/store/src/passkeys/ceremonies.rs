//! Questions to a browser that wait for their answers.

use model::id::UserId;
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Caller, Challenged, Error, Gate, Origin, Transaction, identity::Identity, pool::commit};

const BEGIN: &str = "select begin_passkey_ceremony($1, $2, $3, $4, $5)";

const TAKE: &str = "select state, user_id, attempt from take_passkey_ceremony($1, $2)";

/// What an answer is for; one for something else is none. Of a new passkey the application asks, in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CeremonyPurpose {
    SignIn,
    SecondStep,
    Confirm,
}

impl CeremonyPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SecondStep => "second_step",
            Self::Confirm => "confirm",
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

impl Gate {
    /// Keeps a question for five minutes.
    ///
    /// # Arguments
    /// `attempt`: forgiven by a right answer. `challenge`: the hash of the token of the sign-in whose second step it is.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a sign-in, or a session, that is over.
    async fn begin_passkey_ceremony(
        &self,
        identity: Identity,
        (purpose, token_hash): (CeremonyPurpose, &[u8; 32]),
        state: &Value,
        attempt: Uuid,
        challenge: Option<&[u8; 32]>,
    ) -> Result<(), Error> {
        let mut tx = self.begin(identity).await?;
        let begin = sqlx::query_scalar(BEGIN).bind(token_hash.as_slice()).bind(purpose.as_str()).bind(Json(state));
        let begin = begin.bind(attempt).bind(challenge.map(<[u8; 32]>::as_slice));
        let has_begun: bool = begin.fetch_one(&mut *tx).await?;
        commit(tx).await?;
        if has_begun { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Keeps the question to a browser of whoever it knows.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_passkey_sign_in(
        &self,
        token_hash: &[u8; 32],
        state: &Value,
        attempt: Uuid,
        origin: &Origin,
    ) -> Result<(), Error> {
        self.begin_passkey_ceremony(origin.into(), (CeremonyPurpose::SignIn, token_hash), state, attempt, None).await
    }

    /// Keeps the question of a second step.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_passkey_step(
        &self,
        challenged: &Challenged,
        challenge: &[u8; 32],
        token_hash: &[u8; 32],
        state: &Value,
        origin: &Origin,
    ) -> Result<(), Error> {
        let what = (CeremonyPurpose::SecondStep, token_hash);
        self.begin_passkey_ceremony(origin.into(), what, state, challenged.attempt(), Some(challenge)).await
    }

    /// Keeps the question by whose answer the caller proves again who they are.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_passkey_confirmation(
        &self,
        caller: &Caller,
        token_hash: &[u8; 32],
        state: &Value,
        attempt: Uuid,
    ) -> Result<(), Error> {
        self.begin_passkey_ceremony(caller.into(), (CeremonyPurpose::Confirm, token_hash), state, attempt, None).await
    }

    /// Takes a question, which nobody takes again; `None` for one that is unknown, expired, taken before, or another session's.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn take_passkey_ceremony(
        &self,
        purpose: CeremonyPurpose,
        token_hash: &[u8; 32],
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<Option<Ceremony>, Error> {
        let mut tx = self.begin(Identity::of(caller, origin)).await?;
        let take = sqlx::query_as(TAKE).bind(token_hash.as_slice()).bind(purpose.as_str());
        let row: Option<Row> = take.fetch_optional(&mut *tx).await?;
        commit(tx).await?;
        Ok(row.map(|row| Ceremony { state: row.state.0, user: row.user_id.map(UserId), attempt: row.attempt }))
    }
}

impl Transaction {
    /// Keeps the question to the caller's browser for a new passkey.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`].
    pub async fn ask_for_new_passkey(&mut self, token_hash: &[u8; 32], state: &Value) -> Result<(), Error> {
        let ask = sqlx::query("select ask_for_new_passkey($1, $2)").bind(token_hash.as_slice()).bind(Json(state));
        ask.execute(self.connection()).await?;
        Ok(())
    }

    /// Takes that question; `None` for one that is unknown, expired, taken before, or another session's. Once the transaction
    /// is committed, nobody takes it again.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn take_new_passkey(&mut self, token_hash: &[u8; 32]) -> Result<Option<Value>, Error> {
        let take = sqlx::query_scalar("select take_new_passkey($1)").bind(token_hash.as_slice());
        let state: Option<Json<Value>> = take.fetch_one(self.connection()).await?;
        Ok(state.map(|state| state.0))
    }
}
