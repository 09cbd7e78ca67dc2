//! The second step of a sign-in, and whether the clinic asks for it.

use model::{
    access::Action,
    account::AccountKind,
    id::{SessionId, UserId},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use super::Proof;
use crate::{Caller, Error, NewSession, Origin, SignInAttempt, Store, accounts::Attempt};

const ATTEMPT: &str = "select user_id, to_json(kind) as kind, sealed_secret, last_step from attempt_challenge($1)";

/// A sign-in that waits for its second step, one of whose attempts was taken.
#[derive(Debug)]
pub struct Challenged {
    pub user: UserId,
    pub kind: AccountKind,
    /// Empty where there are passkeys alone.
    pub sealed_secret: Vec<u8>,
    pub last_step: i64,
    attempt: Uuid,
}

#[derive(FromRow)]
struct Row {
    user_id: Uuid,
    kind: Json<AccountKind>,
    sealed_secret: Vec<u8>,
    last_step: i64,
}

impl Challenged {
    /// What a right answer forgives.
    pub(crate) fn attempt(&self) -> Uuid {
        self.attempt
    }
}

impl Store {
    /// Makes a sign-in wait for its second step, if the account has a second factor; false when it has none.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_challenge(
        &self,
        user: UserId,
        token_hash: &[u8; 32],
        attempt: Option<&SignInAttempt>,
        origin: &Origin,
    ) -> Result<bool, Error> {
        let mut tx = self.begin_as_user(user, None, origin.address).await?;
        let begin = sqlx::query_scalar("select begin_challenge($1, $2, $3)");
        let begin = begin.bind(Uuid::now_v7()).bind(token_hash.as_slice()).bind(attempt.map(|attempt| attempt.id));
        let has_begun: bool = begin.fetch_one(tx.connection()).await?;
        tx.commit().await?;
        Ok(has_begun)
    }

    /// Takes one of the attempts at a second step, and counts it for the account, too.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is unknown, passed, expired or out of attempts; [`Error::TooManyAttempts`].
    pub async fn attempt_challenge(&self, token_hash: &[u8; 32], origin: &Origin) -> Result<Challenged, Error> {
        let mut tx = self.begin_anonymous(origin).await?;
        let attempt = sqlx::query_as(ATTEMPT).bind(token_hash.as_slice());
        let row: Option<Row> = attempt.fetch_optional(tx.connection()).await?;
        tx.commit().await?;
        let row = row.ok_or(Error::NotFound)?;
        let attempt = self.begin_attempt(Attempt::SecondStep, &row.user_id.to_string(), origin).await?;
        Ok(Challenged {
            user: UserId(row.user_id),
            kind: row.kind.0,
            sealed_secret: row.sealed_secret,
            last_step: row.last_step,
            attempt,
        })
    }

    /// Begins the session, if the code wasn't used before; false when it was.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn pass_challenge(
        &self,
        challenged: &Challenged,
        challenge_hash: &[u8; 32],
        proof: Proof,
        session: &NewSession,
        origin: &Origin,
    ) -> Result<bool, Error> {
        let caller = Caller { user: challenged.user, session: SessionId(Uuid::now_v7()), address: origin.address };
        let mut tx = self.begin_as(&caller).await?;
        let pass = sqlx::query_scalar("select pass_challenge($1, $2, $3)").bind(challenge_hash.as_slice());
        let pass = pass.bind(proof.step()).bind(proof.code_hash());
        let is_passed: bool = pass.fetch_one(tx.connection()).await?;
        if !is_passed {
            return Ok(false);
        }
        tx.begin_session(caller.session, session, Some(challenged.attempt)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Records that a code was wrong.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn refuse_challenge(&self, challenged: &Challenged, origin: &Origin) -> Result<(), Error> {
        let mut tx = self.begin_anonymous(origin).await?;
        tx.audit(Action::FactorRefuse, None, Some(challenged.user.0)).await?;
        tx.commit().await
    }

    /// Whether the clinic asks every provider for a second factor. A change is written into the audit.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn set_second_factor_required(&self, is_required: bool) -> Result<(), Error> {
        let mut tx = self.begin_anonymous(&Origin { address: None }).await?;
        sqlx::query("select set_second_factor_required($1)").bind(is_required).execute(tx.connection()).await?;
        tx.commit().await
    }
}
