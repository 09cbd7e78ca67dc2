//! Second factors: what is kept of them. Whether a code is right is found out by whoever has the key of the secrets.

use chrono::{DateTime, Utc};
use model::{
    account::AccountKind,
    id::{SessionId, UserId},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Caller, Error, NewSession, Origin, SignInAttempt, Store, Transaction, accounts::Attempt};

const OWN: &str = "select sealed_secret, last_step, confirmed_at, codes_left from own_second_factor()";

const ATTEMPT: &str = "select user_id, to_json(kind) as kind, sealed_secret, last_step from attempt_challenge($1)";

/// The caller's own. Its secret is sealed.
#[derive(Debug, FromRow)]
pub struct OwnSecondFactor {
    pub sealed_secret: Vec<u8>,
    pub last_step: i64,
    /// `None` until the first right code.
    pub confirmed_at: Option<DateTime<Utc>>,
    pub codes_left: i32,
}

/// A code that is right, and may have been used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Of a step of time.
    Step(i64),
    /// The hash of a recovery code, which may be nobody's.
    RecoveryCode([u8; 32]),
}

impl Proof {
    fn step(self) -> Option<i64> {
        match self {
            Self::Step(step) => Some(step),
            Self::RecoveryCode(_) => None,
        }
    }

    fn code_hash(self) -> Option<Vec<u8>> {
        match self {
            Self::Step(_) => None,
            Self::RecoveryCode(hash) => Some(hash.to_vec()),
        }
    }
}

/// A sign-in that waits for its second step, one of whose attempts was taken.
#[derive(Debug)]
pub struct Challenged {
    pub user: UserId,
    pub kind: AccountKind,
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

impl Transaction {
    /// The caller's second factor, confirmed or not.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn own_second_factor(&mut self) -> Result<Option<OwnSecondFactor>, Error> {
        Ok(sqlx::query_as(OWN).fetch_optional(self.connection()).await?)
    }

    /// Begins to set one up.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::Changed`] when there is one already.
    pub async fn begin_second_factor(&mut self, sealed_secret: &[u8]) -> Result<(), Error> {
        let begin = sqlx::query_scalar("select begin_second_factor($1)").bind(sealed_secret);
        let has_begun: bool = begin.fetch_one(self.connection()).await?;
        if !has_begun {
            return Err(Error::Changed);
        }
        self.audit("factor.begin", None, None).await
    }

    /// Ends setting it up, with the first right code. All other sessions end.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::Changed`] when none waits.
    pub async fn confirm_second_factor(&mut self, step: i64, code_hashes: &[[u8; 32]]) -> Result<(), Error> {
        let confirm = sqlx::query_scalar("select confirm_second_factor($1, $2)").bind(step).bind(bytes(code_hashes));
        let is_confirmed: bool = confirm.fetch_one(self.connection()).await?;
        if !is_confirmed {
            return Err(Error::Changed);
        }
        self.audit("factor.set_up", None, None).await
    }

    /// Puts new recovery codes in place of the earlier ones.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::NotFound`] without a second factor.
    pub async fn replace_recovery_codes(&mut self, code_hashes: &[[u8; 32]]) -> Result<(), Error> {
        let replace = sqlx::query_scalar("select replace_recovery_codes($1)").bind(bytes(code_hashes));
        let is_replaced: bool = replace.fetch_one(self.connection()).await?;
        if !is_replaced {
            return Err(Error::NotFound);
        }
        self.audit("factor.replace_codes", None, None).await
    }

    /// Removes the caller's second factor.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::NotFound`] when there is none.
    pub async fn remove_second_factor(&mut self) -> Result<(), Error> {
        let remove = sqlx::query_scalar("select remove_second_factor()");
        let is_removed: bool = remove.fetch_one(self.connection()).await?;
        if !is_removed {
            return Err(Error::NotFound);
        }
        self.audit("factor.remove", None, None).await
    }

    /// Uses up a code; false when it was used before.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn use_second_factor(&mut self, proof: Proof) -> Result<bool, Error> {
        let used = sqlx::query_scalar("select use_second_factor($1, $2)").bind(proof.step()).bind(proof.code_hash());
        Ok(used.fetch_one(self.connection()).await?)
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
        let id = Uuid::now_v7();
        let mut tx = self.begin_as_user(user, None, origin.address).await?;
        let begin = sqlx::query_scalar("select begin_challenge($1, $2, $3)");
        let begin = begin.bind(id).bind(token_hash.as_slice()).bind(attempt.map(|attempt| attempt.id));
        let has_begun = begin.fetch_one(tx.connection()).await?;
        if has_begun {
            tx.audit("session.challenge", None, Some(id)).await?;
        }
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
        if proof.step().is_none() {
            tx.audit("factor.use_recovery_code", None, None).await?;
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
        tx.audit("factor.refuse", None, Some(challenged.user.0)).await?;
        tx.commit().await
    }

    /// Whether the clinic asks every provider for a second factor. A change is written into the audit.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn set_second_factor_required(&self, is_required: bool) -> Result<(), Error> {
        let mut tx = self.begin_anonymous(&Origin { address: None }).await?;
        let set = sqlx::query_scalar("select set_second_factor_required($1)").bind(is_required);
        if set.fetch_one(tx.connection()).await? {
            let action = if is_required { "factor.require" } else { "factor.stop_requiring" };
            tx.audit(action, None, None).await?;
        }
        tx.commit().await
    }
}

fn bytes(hashes: &[[u8; 32]]) -> Vec<Vec<u8>> {
    hashes.iter().map(|hash| hash.to_vec()).collect()
}
