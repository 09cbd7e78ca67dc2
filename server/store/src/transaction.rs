use std::{collections::BTreeSet, iter, net::IpAddr};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use model::{
    access::Action,
    clinic::ClinicTime,
    id::{PatientId, SessionId, UserId},
};
use sqlx::{PgConnection, Postgres};
use uuid::Uuid;

use crate::{Error, clinic};

const AUDIT: &str = "select audit($1, $2, $3)";

const AUDIT_LIST: &str = "select audit_list($1, $2)";

/// Who asks; nobody in particular without a user. The session and the address are for the audit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    pub user: Option<UserId>,
    pub session: Option<SessionId>,
    pub address: Option<IpAddr>,
}

impl Identity {
    /// How its transactions begin, in one round trip. UUIDs and addresses are written with hexadecimal digits, hyphens,
    /// dots and colons only, so that none of them ends the quoted text that it stands in.
    pub fn begin(&self) -> String {
        let text = |id: Option<Uuid>| id.map(|id| id.hyphenated().to_string()).unwrap_or_default();
        let (user, session) = (text(self.user.map(|user| user.0)), text(self.session.map(|session| session.0)));
        let address = self.address.map(|address| address.to_string()).unwrap_or_default();
        format!(
            "begin; select set_config('app.user_id', '{user}', true), set_config('app.session_id', '{session}', true), \
             set_config('app.address', '{address}', true)"
        )
    }
}

/// A transaction under an identity; every query is a method. Dropped without [`Transaction::commit`], it never was.
#[derive(Debug)]
pub struct Transaction {
    inner: sqlx::Transaction<'static, Postgres>,
    identity: Identity,
    time_zone: Tz,
}

impl Transaction {
    pub(crate) fn new(inner: sqlx::Transaction<'static, Postgres>, identity: Identity, time_zone: Tz) -> Self {
        Self { inner, identity, time_zone }
    }

    /// Today's date in the clinic.
    pub fn today(&self) -> NaiveDate {
        clinic::today(self.time_zone)
    }

    /// A moment with what the clinic's clock showed then.
    pub fn clinic_time(&self, at: DateTime<Utc>) -> ClinicTime {
        clinic::clinic_time(self.time_zone, at)
    }

    /// The moment at which the clinic's clock shows this; the first of the two, when it is put back then.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a time that the clock skips.
    pub fn local_to_utc(&self, local: NaiveDateTime) -> Result<DateTime<Utc>, Error> {
        clinic::local_to_utc(self.time_zone, local)
    }

    pub(crate) fn time_zone(&self) -> Tz {
        self.time_zone
    }

    /// Makes what was done last.
    ///
    /// # Errors
    /// [`Error::Unconfirmed`]: it may have been done or not. [`Error::Unavailable`]: it wasn't.
    pub async fn commit(self) -> Result<(), Error> {
        self.inner.commit().await.map_err(Error::of_commit)
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.inner
    }

    pub(crate) fn identity(&self) -> Identity {
        self.identity
    }

    pub(crate) fn address(&self) -> Option<String> {
        self.identity.address.map(|address| address.to_string())
    }

    /// Records what is done. The database adds who does it, by which right, in which session and from where. What is done
    /// by one of its own functions, that function records.
    pub(crate) async fn audit(
        &mut self,
        action: Action,
        patient: Option<PatientId>,
        subject: Option<Uuid>,
    ) -> Result<(), Error> {
        let audit = sqlx::query(AUDIT).bind(action.as_str()).bind(patient.map(|patient| patient.0)).bind(subject);
        audit.execute(self.connection()).await?;
        Ok(())
    }

    /// Records that a list was read, and for each patient that they stood in it, so that they can be told. One statement,
    /// whatever their number.
    pub(crate) async fn audit_list(
        &mut self,
        action: Action,
        shown: impl IntoIterator<Item = PatientId>,
    ) -> Result<(), Error> {
        // A patient may stand in several rows; the first event is of the list itself.
        let shown: BTreeSet<Uuid> = shown.into_iter().map(|patient| patient.0).collect();
        let patients: Vec<Option<Uuid>> = iter::once(None).chain(shown.into_iter().map(Some)).collect();
        sqlx::query(AUDIT_LIST).bind(action.as_str()).bind(patients).execute(self.connection()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_begins_with_who_asks_in_which_session_and_from_where() {
        let session = SessionId(Uuid::from_u128(7));
        let known =
            Identity { user: Some(UserId(Uuid::nil())), session: Some(session), address: "2001:db8::7".parse().ok() };
        let begin = known.begin();
        assert!(begin.contains("'app.user_id', '00000000-0000-0000-0000-000000000000', true"), "{begin}");
        assert!(begin.contains("'app.session_id', '00000000-0000-0000-0000-000000000007', true"), "{begin}");
        assert!(begin.ends_with("'app.address', '2001:db8::7', true)"), "{begin}");
        // What the connection's last transaction set is gone.
        let nobody = Identity { user: None, session: None, address: None }.begin();
        for setting in ["user_id", "session_id", "address"] {
            assert!(nobody.contains(&format!("'app.{setting}', '', true")), "{nobody}");
        }
    }
}
