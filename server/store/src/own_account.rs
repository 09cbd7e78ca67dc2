//! One's own sessions and password, and proving again who one is.

use std::time::Duration;

use chrono::{DateTime, Utc};
use model::{
    access::Action,
    id::SessionId,
    own_account::{OwnAccount, OwnSession, SecondFactor},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Caller, Error, Origin, Store, Transaction, accounts::Attempt};

const SESSIONS: &str = "
    select id, device, coalesce(host(address), '') as address, created_at, last_seen_at, is_current
      from own_sessions(make_interval(secs => $1))";

const CREDENTIALS: &str = "select email, password_hash from own_credentials()";

/// What a typed password is compared with. `Debug` is left out, as it holds a hash.
#[derive(FromRow)]
pub struct OwnCredentials {
    pub email: String,
    pub password_hash: String,
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
    /// The caller's account, with the sessions that were used within `idle`.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn own_account(&mut self, idle: Duration) -> Result<OwnAccount, Error> {
        let email = self.own_credentials().await?.email;
        let second_factor = self.own_second_factor().await?.and_then(|factor| {
            let since = self.clinic_time(factor.confirmed_at?);
            Some(SecondFactor { since, codes_left: u32::try_from(factor.codes_left).unwrap_or(0) })
        });
        let passkeys = self.list_own_passkeys().await?;
        let must_have_second_factor = self.must_have_second_factor().await?;
        let second_factor_removed_at = self.own_factor_removal().await?;
        let rows: Vec<Row> = sqlx::query_as(SESSIONS).bind(idle.as_secs_f64()).fetch_all(self.connection()).await?;
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

    /// Notes that the caller has just proved who they are, by an attempt that is forgiven.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn confirm_session(&mut self, attempt: Uuid) -> Result<(), Error> {
        sqlx::query("select confirm_session(), forgive_attempt($1)").bind(attempt).execute(self.connection()).await?;
        Ok(())
    }

    /// Changes the caller's password, once the present one was compared, and ends all other sessions.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`].
    pub async fn change_own_password(&mut self, password_hash: &str) -> Result<(), Error> {
        sqlx::query("select change_own_password($1)").bind(password_hash).execute(self.connection()).await?;
        Ok(())
    }

    /// What the caller's typed password is compared with.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the account isn't there.
    pub async fn own_credentials(&mut self) -> Result<OwnCredentials, Error> {
        Ok(sqlx::query_as(CREDENTIALS).fetch_one(self.connection()).await?)
    }

    /// Records that the caller didn't prove who they are.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn refuse_confirmation(&mut self) -> Result<(), Error> {
        self.audit(Action::SessionRefuseConfirmation, None, None).await
    }
}

impl Store {
    /// Counts an attempt to prove who one is, as a failed one until the session is confirmed.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`].
    pub async fn begin_confirmation(&self, caller: &Caller) -> Result<Uuid, Error> {
        let origin = Origin { address: caller.address };
        self.begin_attempt(Attempt::Confirmation, &caller.user.to_string(), &origin).await
    }
}
