//! The second step of a sign-in.

use model::{account::AccountKind, id::UserId};
use sqlx::FromRow;
use uuid::Uuid;

use super::Proof;
use crate::{Error, Gate, NewSession, Origin, accounts::Attempt, pool::commit};

const ATTEMPT: &str = "select user_id, sealed_secret, last_step from attempt_challenge($1)";

/// A sign-in that waits for its second step, one of whose attempts was taken.
#[derive(Debug)]
pub struct Challenged {
    pub user: UserId,
    /// Empty where there are passkeys alone.
    pub sealed_secret: Vec<u8>,
    pub last_step: i64,
    attempt: Uuid,
}

#[derive(FromRow)]
struct Row {
    user_id: Uuid,
    sealed_secret: Vec<u8>,
    last_step: i64,
}

impl Challenged {
    /// What a right answer forgives.
    pub(crate) fn attempt(&self) -> Uuid {
        self.attempt
    }
}

impl Gate {
    /// Takes one of the attempts at a second step, and counts it for the account, too.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is unknown, passed, expired or out of attempts; [`Error::TooManyAttempts`].
    pub async fn attempt_challenge(&self, challenge: &[u8; 32], origin: &Origin) -> Result<Challenged, Error> {
        let mut tx = self.begin(origin).await?;
        let attempt = sqlx::query_as(ATTEMPT).bind(challenge.as_slice());
        let row: Option<Row> = attempt.fetch_optional(&mut *tx).await?;
        commit(tx).await?;
        let row = row.ok_or(Error::NotFound)?;
        let attempt = self.begin_attempt(Attempt::SecondStep, &row.user_id.to_string(), origin).await?;
        Ok(Challenged {
            user: UserId(row.user_id),
            sealed_secret: row.sealed_secret,
            last_step: row.last_step,
            attempt,
        })
    }

    /// Takes the second step, and begins the session; `None` when the code was wrong or used before, which is noted.
    ///
    /// # Arguments
    /// `proof`: what the code proves; `None` when it is wrong.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn pass_challenge(
        &self,
        challenged: &Challenged,
        challenge: &[u8; 32],
        proof: Option<Proof>,
        session: &NewSession,
        origin: &Origin,
    ) -> Result<Option<AccountKind>, Error> {
        let mut tx = self.begin(origin).await?;
        let pass = sqlx::query_scalar("select pass_challenge($1, $2, $3, $4)").bind(challenge.as_slice());
        let pass = pass.bind(challenged.attempt).bind(proof.and_then(Proof::step));
        let is_passed: bool = pass.bind(proof.and_then(Proof::code_hash)).fetch_one(&mut *tx).await?;
        let kind = if is_passed { Some(session.begin(&mut tx, challenge).await?) } else { None };
        commit(tx).await?;
        Ok(kind)
    }
}
