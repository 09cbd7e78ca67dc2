use std::time::Duration;

use uuid::Uuid;

use super::turns::{Queue, Turn};
use crate::{Error, Gate, Origin, pool::commit};

const BEGIN: &str = "select begin_attempt($1, $2, $3)";

/// When too many come at the same moment.
const A_MOMENT: Duration = Duration::from_secs(1);

/// What somebody attempts; attempts at one don't count for another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Attempt {
    SignIn,
    Application,
    /// The second step of a sign-in, of an account's id.
    SecondStep,
    /// Proving again who one is, of an account's id.
    Confirmation,
    /// Signing in by a passkey, of the question's token: nobody is known yet.
    Passkey,
}

impl Attempt {
    /// As the database counts it.
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Application => "application",
            Self::SecondStep => "second step",
            Self::Confirmation => "confirmation",
            Self::Passkey => "passkey",
        }
    }
}

impl Gate {
    /// Counts an attempt, as a failed one until it is forgiven; committed, whatever comes of it.
    ///
    /// # Arguments
    /// `who`: the email address or the account's id.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when there were too many for this email address or from this place, or are just now.
    pub(crate) async fn begin_attempt(&self, what: Attempt, who: &str, origin: &Origin) -> Result<Uuid, Error> {
        // The order of the database's locks. A turn lasts until its transaction has ended.
        let _account = self.wait_for(Queue::Account(what.as_str(), who.to_owned())).await?;
        let _place = match origin.address {
            Some(address) => Some(self.wait_for(Queue::of_place(address)).await?),
            None => None,
        };
        let id = Uuid::now_v7();
        let mut tx = self.begin(origin).await?;
        let begin = sqlx::query_scalar(BEGIN).bind(id).bind(what.as_str()).bind(who);
        let seconds: i32 = begin.fetch_one(&mut *tx).await?;
        commit(tx).await?;
        match u64::try_from(seconds) {
            Ok(0) => Ok(id),
            seconds => Err(Error::TooManyAttempts { retry_after: Duration::from_secs(seconds.unwrap_or(0)) }),
        }
    }

    async fn wait_for(&self, queue: Queue) -> Result<Turn<'_>, Error> {
        self.turns().wait(queue).await.ok_or(Error::TooManyAttempts { retry_after: A_MOMENT })
    }
}
