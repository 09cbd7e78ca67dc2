//! Signing in by a passkey: alone, or as the second step.

use model::{
    access::Action,
    account::AccountKind,
    id::{PasskeyId, SessionId, UserId},
};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use super::{CeremonyPurpose, KeptPasskey};
use crate::{Caller, Challenged, Error, NewSession, Origin, Store, Transaction, accounts::Attempt};

const FIND: &str = "select id, to_json(kind) as kind, credential from find_passkey($1, $2)";

/// The passkey that an answer names, and whose it is.
#[derive(Clone, Debug)]
pub struct FoundPasskey {
    pub id: PasskeyId,
    pub user: UserId,
    pub kind: AccountKind,
    /// The library's.
    pub credential: Value,
}

/// A passkey whose answer was right.
#[derive(Clone, Debug)]
pub struct UsedPasskey {
    pub found: FoundPasskey,
    /// The credential as it is now: its counter, whether it is backed up.
    pub after: Value,
    /// To be forgiven.
    pub attempt: Option<Uuid>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    kind: Json<AccountKind>,
    credential: Json<Value>,
}

impl Transaction {
    /// The passkey with this credential, if it is that account's.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn find_passkey(&mut self, credential_id: &[u8], user: UserId) -> Result<Option<FoundPasskey>, Error> {
        let find = sqlx::query_as(FIND).bind(credential_id).bind(user.0);
        let row: Option<Row> = find.fetch_optional(self.connection()).await?;
        let found =
            |row: Row| FoundPasskey { id: PasskeyId(row.id), user, kind: row.kind.0, credential: row.credential.0 };
        Ok(row.map(found))
    }
}

impl Store {
    /// Counts an attempt to sign in by a passkey, as a failed one until it is forgiven. Nobody is known yet: it counts
    /// for the place.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`].
    pub async fn begin_passkey_attempt(&self, origin: &Origin) -> Result<Uuid, Error> {
        self.begin_attempt(Attempt::Passkey, &Uuid::now_v7().to_string(), origin).await
    }

    /// Begins the session of whoever's passkey it is; false when another answer of it came first.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_passkey_session(
        &self,
        used: &UsedPasskey,
        session: &NewSession,
        origin: &Origin,
    ) -> Result<bool, Error> {
        let caller = Caller { user: used.found.user, session: SessionId(Uuid::now_v7()), address: origin.address };
        let mut tx = self.begin_as(&caller).await?;
        let sign_in = sqlx::query_scalar("select sign_in_by_passkey($1, $2, $3)").bind(used.found.id.0);
        let sign_in = sign_in.bind(Json(&used.found.credential)).bind(Json(&used.after));
        let is_first: bool = sign_in.fetch_one(tx.connection()).await?;
        if !is_first {
            return Ok(false);
        }
        tx.begin_session(caller.session, session, used.attempt).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The passkeys of an account whose password was right.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn passkeys_of(&self, challenged: &Challenged, origin: &Origin) -> Result<Vec<KeptPasskey>, Error> {
        let mut tx = self.begin_as_user(challenged.user, None, origin.address).await?;
        let passkeys = tx.own_passkeys().await?;
        tx.commit().await?;
        Ok(passkeys)
    }

    /// Keeps the question of a second step.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_passkey_step(
        &self,
        challenged: &Challenged,
        token_hash: &[u8; 32],
        state: &Value,
        origin: &Origin,
    ) -> Result<(), Error> {
        let mut tx = self.begin_as_user(challenged.user, None, origin.address).await?;
        let attempt = Some(challenged.attempt());
        tx.begin_passkey_ceremony(CeremonyPurpose::SecondStep, token_hash, state, attempt).await?;
        tx.commit().await
    }

    /// Takes the second step by a passkey, and begins the session; false when the sign-in is over, or another answer
    /// came first.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn pass_challenge_by_passkey(
        &self,
        used: &UsedPasskey,
        challenge_hash: &[u8; 32],
        session: &NewSession,
        origin: &Origin,
    ) -> Result<bool, Error> {
        let caller = Caller { user: used.found.user, session: SessionId(Uuid::now_v7()), address: origin.address };
        let mut tx = self.begin_as(&caller).await?;
        let pass = sqlx::query_scalar("select pass_challenge_by_passkey($1, $2, $3, $4)");
        let pass = pass.bind(challenge_hash.as_slice()).bind(used.found.id.0);
        let pass = pass.bind(Json(&used.found.credential)).bind(Json(&used.after));
        let is_passed: bool = pass.fetch_one(tx.connection()).await?;
        if !is_passed {
            return Ok(false);
        }
        tx.begin_session(caller.session, session, used.attempt).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Records that an answer was none, or wrong.
    ///
    /// # Arguments
    /// `account`: whose passkey was named, if it is anybody's.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn refuse_passkey(&self, account: Option<UserId>, origin: &Origin) -> Result<(), Error> {
        let mut tx = self.begin_anonymous(origin).await?;
        tx.audit(Action::PasskeyRefuse, None, account.map(|account| account.0)).await?;
        tx.commit().await
    }
}
