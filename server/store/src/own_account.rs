//! One's own sessions and password, and proving again who one is.

use chrono::{DateTime, Utc};
use model::{
    id::SessionId,
    own_account::{OwnAccount, OwnSession, SecondFactor},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Caller, Error, Gate, Origin, OwnSecondFactor, Transaction, accounts::Attempt, pool::commit, second_factors,
};

const SESSIONS: &str = "
    select id, device, coalesce(host(address), '') as address, created_at, last_seen_at, is_current
      from own_sessions()";

const EMAIL: &str = "select email from users where id = (select current_user_id())";

/// What is needed to find out whether the caller proves who they are.
#[derive(Debug)]
pub struct OwnProofs {
    /// With what the password is hashed, as a PHC string without the hash; `None` once the session has ended.
    pub parameters: Option<String>,
    pub second_factor: Option<OwnSecondFactor>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    device: String,
    address: String,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    is_current: bool,
}

impl Transaction {
    /// The caller's account, with the sessions that live.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn own_account(&mut self) -> Result<OwnAccount, Error> {
        let email = self.own_email().await?;
        let second_factor = self.own_second_factor().await?.and_then(|factor| {
            let since = self.clinic_time(factor.confirmed_at?);
            Some(SecondFactor { since, codes_left: u32::try_from(factor.codes_left).unwrap_or(0) })
        });
        let passkeys = self.list_own_passkeys().await?;
        let must_have_second_factor = self.must_have_second_factor().await?;
        let second_factor_removed_at = self.own_factor_removal().await?;
        let rows: Vec<Row> = sqlx::query_as(SESSIONS).fetch_all(self.connection()).await?;
        let session = |row: Row| OwnSession {
            id: SessionId(row.id),
            device: row.device,
            address: row.address,
            began_at: self.clinic_time(row.created_at),
            last_seen_at: self.clinic_time(row.last_seen_at),
            is_current: row.is_current,
        };
        let sessions = rows.into_iter().map(session).collect();
        Ok(OwnAccount { email, second_factor, passkeys, must_have_second_factor, second_factor_removed_at, sessions })
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that isn't the caller's, or has ended.
    pub async fn end_own_session(&mut self, session: SessionId) -> Result<(), Error> {
        let end = sqlx::query_scalar("select end_own_session($1)").bind(session.0);
        let is_ended: bool = end.fetch_one(self.connection()).await?;
        if is_ended { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Ends all of the caller's sessions but this one.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn end_other_sessions(&mut self) -> Result<(), Error> {
        sqlx::query("select end_other_sessions()").execute(self.connection()).await?;
        Ok(())
    }

    /// Refuses a caller who hasn't proved within ten minutes who they are; for what a browser left open mustn't do. A
    /// function of the database demands the same by `perform require_confirmation()`. The answer goes to
    /// [`Transaction::finish`], which notes it.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]: the page then asks for the password, a code or a passkey, and tries again.
    pub async fn require_confirmation(&mut self) -> Result<(), Error> {
        sqlx::query("select require_confirmation()").execute(self.connection()).await?;
        Ok(())
    }

    /// The address of the caller's account.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the session has ended.
    pub async fn own_email(&mut self) -> Result<String, Error> {
        Ok(sqlx::query_scalar(EMAIL).fetch_one(self.connection()).await?)
    }
}

impl Gate {
    /// Counts an attempt to prove who one is, as a failed one until the session is confirmed.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`].
    pub async fn begin_confirmation(&self, caller: &Caller) -> Result<Uuid, Error> {
        let origin = Origin { address: caller.address };
        self.begin_attempt(Attempt::Confirmation, &caller.user.to_string(), &origin).await
    }

    /// With what the caller's password or code is compared.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn own_proofs(&self, caller: &Caller) -> Result<OwnProofs, Error> {
        let mut tx = self.begin(caller).await?;
        let parameters = sqlx::query_scalar("select own_password_parameters()").fetch_one(&mut *tx).await?;
        let second_factor = sqlx::query_as(second_factors::OWN).fetch_optional(&mut *tx).await?;
        commit(tx).await?;
        Ok(OwnProofs { parameters, second_factor })
    }

    /// Notes that the caller proves who they are, if they do; otherwise, that they didn't.
    ///
    /// # Arguments
    /// `attempt`: good for one comparison. `step`: whose code by time is right. `computed`: the 32 bytes that argon2id makes of the password.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn confirm_session(
        &self,
        caller: &Caller,
        attempt: Uuid,
        step: Option<i64>,
        computed: Option<&[u8; 32]>,
    ) -> Result<bool, Error> {
        let mut tx = self.begin(caller).await?;
        let confirm = sqlx::query_scalar("select confirm_session($1, $2, $3)").bind(attempt).bind(step);
        let is_confirmed = confirm.bind(computed.map(<[u8; 32]>::as_slice)).fetch_one(&mut *tx).await?;
        commit(tx).await?;
        Ok(is_confirmed)
    }

    /// Changes the caller's password, if the present one is right, and ends all other sessions; false, and noted, when it isn't.
    ///
    /// # Arguments
    /// As above; `password_hash` is the new one's.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn change_own_password(
        &self,
        caller: &Caller,
        attempt: Uuid,
        computed: &[u8; 32],
        password_hash: &str,
    ) -> Result<bool, Error> {
        let mut tx = self.begin(caller).await?;
        let change = sqlx::query_scalar("select change_own_password($1, $2, $3)").bind(attempt);
        let is_changed = change.bind(computed.as_slice()).bind(password_hash).fetch_one(&mut *tx).await?;
        commit(tx).await?;
        Ok(is_changed)
    }
}
