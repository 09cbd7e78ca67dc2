//! A forgotten password, and the link that the administrator hands over.

use chrono::{DateTime, Utc};
use model::{clinic::ClinicTime, id::UserId};
use uuid::Uuid;

use crate::{Caller, Error, Gate, Origin, Transaction, identity::Identity, pool::commit};

const ACCOUNT: &str = "select password_reset_account($1)";

const BEGIN: &str = "select expires_at from begin_password_reset($1, $2, $3)";

impl Transaction {
    /// Makes a link of which the database keeps the token's hash; the account's earlier link stops working. Answers
    /// until when it is good.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for an account that is none or an administrator's;
    /// [`Error::ConfirmationRequired`].
    pub async fn begin_password_reset(&mut self, user: UserId, token_hash: &[u8; 32]) -> Result<ClinicTime, Error> {
        let begin = sqlx::query_scalar(BEGIN).bind(Uuid::now_v7()).bind(user.0).bind(token_hash.as_slice());
        let expires_at: Option<DateTime<Utc>> = begin.fetch_optional(self.connection()).await?;
        let expires_at = expires_at.ok_or(Error::NotFound)?;
        Ok(self.clinic_time(expires_at))
    }
}

impl Gate {
    /// The email address of the account that a link is for, which no page shows.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is unknown, used, replaced or expired: all alike.
    pub async fn password_reset_account(
        &self,
        token_hash: &[u8; 32],
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<String, Error> {
        let hash = *token_hash;
        let find = |pool| async move { sqlx::query_scalar(ACCOUNT).bind(hash).fetch_one(&pool).await };
        let email: Option<String> = self.pool().ask(find).await?;
        self.finish_link(email.ok_or(Error::NotFound), Identity::of(caller, origin)).await
    }

    /// Changes the password, and ends every session of the account; the second factor stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that doesn't work.
    pub async fn reset_password(
        &self,
        token_hash: &[u8; 32],
        password_hash: &str,
        origin: &Origin,
    ) -> Result<(), Error> {
        let mut tx = self.begin(origin).await?;
        let reset = sqlx::query_scalar("select reset_password($1, $2)").bind(token_hash.as_slice()).bind(password_hash);
        let user: Option<Uuid> = reset.fetch_one(&mut *tx).await?;
        commit(tx).await?;
        self.finish_link(user.map(drop).ok_or(Error::NotFound), origin.into()).await
    }
}
