//! Signing in by a passkey, alone or as the second step, and proving by one again who one is.

use model::{
    account::AccountKind,
    id::{PasskeyId, UserId},
};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use super::{KeptPasskey, OWN, Row as KeptRow};
use crate::{Caller, Error, Gate, NewSession, Origin, accounts::Attempt, identity::Identity, pool::commit};

const FIND: &str = "select id, credential from find_passkey($1, $2)";

const OF_CHALLENGE: &str = "select id, credential, name, added_at, last_used_at from challenge_passkeys($1)";

/// The passkey that an answer names, and whose it is.
#[derive(Clone, Debug)]
pub struct FoundPasskey {
    pub id: PasskeyId,
    pub user: UserId,
    /// The library's.
    pub credential: Value,
}

/// A passkey whose answer was right.
#[derive(Clone, Debug)]
pub struct UsedPasskey {
    pub found: FoundPasskey,
    /// The credential as it is now: its counter, whether it is backed up.
    pub after: Value,
    /// The hash of the question's token.
    pub token_hash: [u8; 32],
    /// To be forgiven.
    pub attempt: Option<Uuid>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    credential: Json<Value>,
}

impl Gate {
    /// The passkey with this credential, if it is that account's.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn find_passkey(&self, credential_id: &[u8], user: UserId) -> Result<Option<FoundPasskey>, Error> {
        let find = |pool| {
            let find = sqlx::query_as(FIND).bind(credential_id.to_vec()).bind(user.0);
            async move { find.fetch_optional(&pool).await }
        };
        let row: Option<Row> = self.pool().ask(find).await?;
        Ok(row.map(|row| FoundPasskey { id: PasskeyId(row.id), user, credential: row.credential.0 }))
    }

    /// Counts an attempt to sign in by a passkey, as a failed one until it is forgiven. Nobody is known yet: it counts
    /// for the place, and for the question with this token's hash.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`].
    pub async fn begin_passkey_attempt(&self, token_hash: &[u8; 32], origin: &Origin) -> Result<Uuid, Error> {
        let question: String = token_hash.iter().map(|byte| format!("{byte:02x}")).collect();
        self.begin_attempt(Attempt::Passkey, &question, origin).await
    }

    /// Begins the session of whoever's passkey it is; `None` when another answer of it came first.
    ///
    /// # Arguments
    /// `challenge`: the hash of the sign-in's token.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn sign_in_by_passkey(
        &self,
        used: &UsedPasskey,
        challenge: &[u8; 32],
        session: &NewSession,
        origin: &Origin,
    ) -> Result<Option<AccountKind>, Error> {
        let mut tx = self.begin(origin).await?;
        let sign_in = sqlx::query_scalar("select sign_in_by_passkey($1, $2, $3, $4, $5, $6)").bind(used.found.id.0);
        let sign_in = sign_in.bind(Json(&used.found.credential)).bind(Json(&used.after)).bind(used.token_hash);
        let is_first: bool = sign_in.bind(used.attempt).bind(challenge.as_slice()).fetch_one(&mut *tx).await?;
        let kind = if is_first { Some(session.begin(&mut tx, challenge).await?) } else { None };
        commit(tx).await?;
        Ok(kind)
    }

    /// The passkeys of the account whose sign-in waits for its second step.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn challenge_passkeys(&self, challenge: &[u8; 32]) -> Result<Vec<KeptPasskey>, Error> {
        let challenge = *challenge;
        let find = |pool| async move { sqlx::query_as(OF_CHALLENGE).bind(challenge).fetch_all(&pool).await };
        let rows: Vec<KeptRow> = self.pool().ask(find).await?;
        Ok(rows.into_iter().map(KeptPasskey::from).collect())
    }

    /// The caller's own.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn own_passkeys(&self, caller: &Caller) -> Result<Vec<KeptPasskey>, Error> {
        let mut tx = self.begin(caller).await?;
        let rows: Vec<KeptRow> = sqlx::query_as(OWN).fetch_all(&mut *tx).await?;
        commit(tx).await?;
        Ok(rows.into_iter().map(KeptPasskey::from).collect())
    }

    /// Takes the second step by a passkey, and begins the session; `None` when the sign-in is over, or another answer
    /// came first.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn pass_challenge_by_passkey(
        &self,
        used: &UsedPasskey,
        challenge: &[u8; 32],
        session: &NewSession,
        origin: &Origin,
    ) -> Result<Option<AccountKind>, Error> {
        let mut tx = self.begin(origin).await?;
        let pass = sqlx::query_scalar("select pass_challenge_by_passkey($1, $2, $3, $4, $5)");
        let pass = pass.bind(challenge.as_slice()).bind(used.found.id.0);
        let pass = pass.bind(Json(&used.found.credential)).bind(Json(&used.after)).bind(used.attempt);
        let is_passed: bool = pass.fetch_one(&mut *tx).await?;
        let kind = if is_passed { Some(session.begin(&mut tx, challenge).await?) } else { None };
        commit(tx).await?;
        Ok(kind)
    }

    /// The caller proves again who they are; false when another answer came first.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn confirm_by_passkey(&self, caller: &Caller, used: &UsedPasskey) -> Result<bool, Error> {
        let mut tx = self.begin(caller).await?;
        let confirm = sqlx::query_scalar("select confirm_session_by_passkey($1, $2, $3, $4)").bind(used.found.id.0);
        let confirm = confirm.bind(Json(&used.found.credential)).bind(Json(&used.after)).bind(used.attempt);
        let is_confirmed = confirm.fetch_one(&mut *tx).await?;
        commit(tx).await?;
        Ok(is_confirmed)
    }

    /// Records that an answer was none, or wrong.
    ///
    /// # Arguments
    /// `account`: whose passkey was named, if it is anybody's. `caller`: who didn't prove again who they are.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn refuse_passkey(
        &self,
        account: Option<UserId>,
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<(), Error> {
        let mut tx = self.begin(Identity::of(caller, origin)).await?;
        let refuse = sqlx::query("select refuse_passkey($1)").bind(account.map(|account| account.0));
        refuse.execute(&mut *tx).await?;
        commit(tx).await
    }
}
