use std::time::Duration;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Error, Origin, Store};

const BEGIN: &str = "select begin_attempt($1, $2, $3::inet)";

/// What somebody attempts; attempts at one don't count for another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attempt {
    SignIn,
    Application,
}

impl Attempt {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Application => "application",
        }
    }

    /// What the database counts by: no address that was typed is kept.
    fn key(self, email: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.as_str()).chain_update([0]).chain_update(email).finalize().into()
    }

    fn refusal(self) -> &'static str {
        match self {
            Self::SignIn => "session.throttle",
            Self::Application => "account.throttle",
        }
    }
}

impl Store {
    /// Counts an attempt, as a failed one until it is forgiven; committed, whatever comes of it.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when there were too many for this email address or from this place.
    pub(super) async fn begin_attempt(&self, what: Attempt, email: &str, origin: &Origin) -> Result<Uuid, Error> {
        let id = Uuid::now_v7();
        let mut tx = self.begin_anonymous(origin).await?;
        let address = tx.address();
        let begin = sqlx::query_scalar(BEGIN).bind(id).bind(what.key(email)).bind(address);
        let seconds: i32 = begin.fetch_one(tx.connection()).await?;
        if seconds > 0 {
            tx.audit(what.refusal(), None, None).await?;
        }
        tx.commit().await?;
        match u64::try_from(seconds) {
            Ok(0) => Ok(id),
            seconds => Err(Error::TooManyAttempts { retry_after: Duration::from_secs(seconds.unwrap_or(0)) }),
        }
    }
}
