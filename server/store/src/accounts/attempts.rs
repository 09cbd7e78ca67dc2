use std::time::Duration;

use model::access::Action;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::turns::{Queue, Turn};
use crate::{Error, Origin, Store};

const BEGIN: &str = "select wait_seconds, is_first_refusal from begin_attempt($1, $2, $3::inet)";

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
    /// Signing in by a passkey, which has nobody's key.
    Passkey,
    /// Following a link that doesn't work, counted by the place alone and not with its other attempts: a page elsewhere
    /// can make a browser follow one, and must not lock anybody out.
    Link,
}

impl Attempt {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Application => "application",
            Self::SecondStep => "second step",
            Self::Confirmation => "confirmation",
            Self::Passkey => "passkey",
            Self::Link => "link",
        }
    }

    /// What the database counts by: no address that was typed is kept.
    fn key(self, who: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.as_str()).chain_update([0]).chain_update(who).finalize().into()
    }

    fn refusal(self) -> Action {
        match self {
            Self::SignIn | Self::Confirmation | Self::Passkey => Action::SessionThrottle,
            Self::SecondStep => Action::FactorThrottle,
            Self::Application => Action::AccountThrottle,
            Self::Link => Action::LinkThrottle,
        }
    }
}

impl Store {
    /// Counts an attempt, as a failed one until it is forgiven; committed, whatever comes of it. Of the refusals only the
    /// first of each wait goes into the audit, which nobody may fill at will.
    ///
    /// # Arguments
    /// `who`: the email address or the account's id; of a link, the place.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when there were too many for this email address or from this place, or are just now.
    pub(crate) async fn begin_attempt(&self, what: Attempt, who: &str, origin: &Origin) -> Result<Uuid, Error> {
        let key = what.key(who);
        let place = if matches!(what, Attempt::Link) { None } else { origin.address };
        // The order of the database's locks. A turn lasts until its transaction has ended.
        let _account = self.wait_for(Queue::Account(key)).await?;
        let _place = match place {
            Some(address) => Some(self.wait_for(Queue::of_place(address)).await?),
            None => None,
        };
        let id = Uuid::now_v7();
        let mut tx = self.begin_anonymous(origin).await?;
        let begin = sqlx::query_as(BEGIN).bind(id).bind(key).bind(place.map(|address| address.to_string()));
        let (seconds, is_first_refusal): (i32, bool) = begin.fetch_one(tx.connection()).await?;
        if is_first_refusal {
            tx.audit(what.refusal(), None, None).await?;
        }
        tx.commit().await?;
        match u64::try_from(seconds) {
            Ok(0) => Ok(id),
            seconds => Err(Error::TooManyAttempts { retry_after: Duration::from_secs(seconds.unwrap_or(0)) }),
        }
    }

    async fn wait_for(&self, queue: Queue) -> Result<Turn<'_>, Error> {
        self.turns().wait(queue).await.ok_or(Error::TooManyAttempts { retry_after: A_MOMENT })
    }
}
