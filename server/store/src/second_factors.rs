//! Second factors: what is kept of them. Whether a code is right is found out by whoever has the key of the secrets.

mod second_step;

use chrono::{DateTime, Utc};
use sqlx::FromRow;

pub use self::second_step::Challenged;
use crate::{Error, Transaction};

pub(crate) const OWN: &str = "select sealed_secret, last_step, confirmed_at, codes_left from own_second_factor()";

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
    pub(crate) fn step(self) -> Option<i64> {
        match self {
            Self::Step(step) => Some(step),
            Self::RecoveryCode(_) => None,
        }
    }

    pub(crate) fn code_hash(self) -> Option<Vec<u8>> {
        match self {
            Self::Step(_) => None,
            Self::RecoveryCode(hash) => Some(hash.to_vec()),
        }
    }
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
        if has_begun { Ok(()) } else { Err(Error::Changed) }
    }

    /// Ends setting it up, with the first right code. All other sessions end.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::Changed`] when none waits.
    pub async fn confirm_second_factor(&mut self, step: i64, code_hashes: &[[u8; 32]]) -> Result<(), Error> {
        let confirm = sqlx::query_scalar("select confirm_second_factor($1, $2)").bind(step).bind(bytes(code_hashes));
        let is_confirmed: bool = confirm.fetch_one(self.connection()).await?;
        if is_confirmed { Ok(()) } else { Err(Error::Changed) }
    }

    /// Puts new recovery codes in place of the earlier ones, and ends all other sessions.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::NotFound`] without a second factor.
    pub async fn replace_recovery_codes(&mut self, code_hashes: &[[u8; 32]]) -> Result<(), Error> {
        let replace = sqlx::query_scalar("select replace_recovery_codes($1)").bind(bytes(code_hashes));
        let is_replaced: bool = replace.fetch_one(self.connection()).await?;
        if is_replaced { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Removes the caller's second factor, and ends all other sessions.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::NotFound`] when there is none.
    pub async fn remove_second_factor(&mut self) -> Result<(), Error> {
        let remove = sqlx::query_scalar("select remove_second_factor()");
        let is_removed: bool = remove.fetch_one(self.connection()).await?;
        if is_removed { Ok(()) } else { Err(Error::NotFound) }
    }
}

fn bytes(hashes: &[[u8; 32]]) -> Vec<Vec<u8>> {
    hashes.iter().map(|hash| hash.to_vec()).collect()
}
