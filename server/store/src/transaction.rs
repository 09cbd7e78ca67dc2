use std::{collections::BTreeSet, iter, net::IpAddr};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use model::{
    clinic::ClinicTime,
    id::{PatientId, SessionId, UserId},
};
use sqlx::{PgConnection, Postgres};
use uuid::Uuid;

use crate::{Error, clinic};

const AUDIT: &str = "select audit($1, $2, $3, $4, $5, $6::inet)";

const AUDIT_LIST: &str = "select audit_list($1, $2, $3, $4, $5::inet)";

/// Who asks; nobody in particular without a user. The session and the address are for the audit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    pub user: Option<UserId>,
    pub session: Option<SessionId>,
    pub address: Option<IpAddr>,
}

impl Identity {
    /// How its transactions begin, in one round trip. A UUID is written with hexadecimal digits and hyphens only.
    pub fn begin(&self) -> String {
        let text = |id: Option<Uuid>| id.map(|id| id.hyphenated().to_string()).unwrap_or_default();
        let (user, session) = (text(self.user.map(|user| user.0)), text(self.session.map(|session| session.0)));
        format!(
            "begin; select set_config('app.user_id', '{user}', true), set_config('app.session_id', '{session}', true)"
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

    /// Records what is done. The database adds who does it and by which right.
    pub(crate) async fn audit(
        &mut self,
        action: &'static str,
        patient: Option<PatientId>,
        subject: Option<Uuid>,
    ) -> Result<(), Error> {
        let address = self.address();
        let session = self.identity.session.map(|session| session.0);
        sqlx::query(AUDIT)
            .bind(Uuid::now_v7())
            .bind(action)
            .bind(patient.map(|patient| patient.0))
            .bind(subject)
            .bind(session)
            .bind(address)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Records that a list was read, and for each patient that they stood in it, so that they can be told. One statement,
    /// whatever their number.
    pub(crate) async fn audit_list(
        &mut self,
        action: &'static str,
        shown: impl IntoIterator<Item = PatientId>,
    ) -> Result<(), Error> {
        // A patient may stand in several rows; the first event is of the list itself.
        let shown: BTreeSet<Uuid> = shown.into_iter().map(|patient| patient.0).collect();
        let patients: Vec<Option<Uuid>> = iter::once(None).chain(shown.into_iter().map(Some)).collect();
        let ids: Vec<Uuid> = patients.iter().map(|_| Uuid::now_v7()).collect();
        let address = self.address();
        let session = self.identity.session.map(|session| session.0);
        sqlx::query(AUDIT_LIST)
            .bind(ids)
            .bind(action)
            .bind(patients)
            .bind(session)
            .bind(address)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
