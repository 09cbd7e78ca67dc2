//! A second factor that was lost, and is removed by somebody else.

use chrono::{DateTime, Utc};
use model::{clinic::ClinicTime, id::UserId};
use uuid::Uuid;

use crate::{Error, Transaction};

impl Transaction {
    /// Removes whatever an account signs in with beside its password, and ends its sessions. Its person is told at the
    /// next sign-in.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, for an account that is none or an administrator's, and for
    /// one without a second factor; [`Error::ConfirmationRequired`].
    pub async fn remove_lost_second_factor(&mut self, user: UserId) -> Result<(), Error> {
        let remove = sqlx::query_scalar("select remove_lost_second_factor($1, $2)").bind(Uuid::now_v7()).bind(user.0);
        let is_removed: bool = remove.fetch_one(self.connection()).await?;
        if is_removed { Ok(()) } else { Err(Error::NotFound) }
    }

    /// When the caller's second factor was removed by somebody else, until they say that they know.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn own_factor_removal(&mut self) -> Result<Option<ClinicTime>, Error> {
        let removed = sqlx::query_scalar("select own_factor_removal()");
        let removed_at: Option<DateTime<Utc>> = removed.fetch_one(self.connection()).await?;
        Ok(removed_at.map(|at| self.clinic_time(at)))
    }

    /// Notes that the caller knows of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is nothing to know.
    pub async fn see_factor_removal(&mut self) -> Result<(), Error> {
        let see = sqlx::query_scalar("select see_factor_removal()");
        let is_seen: bool = see.fetch_one(self.connection()).await?;
        if is_seen { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Whether the clinic asks the caller for a second factor.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub(crate) async fn must_have_second_factor(&mut self) -> Result<bool, Error> {
        Ok(sqlx::query_scalar("select must_have_second_factor()").fetch_one(self.connection()).await?)
    }
}
