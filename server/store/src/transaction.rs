use std::{collections::BTreeSet, iter};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use model::{access::Action, clinic::ClinicTime, id::PatientId};
use sqlx::{PgConnection, Postgres};
use uuid::Uuid;

use crate::{Error, clinic, identity::Identity, pool};

const AUDIT: &str = "select audit_own($1, $2, $3)";

const AUDIT_LIST: &str = "select audit_own_list($1, $2)";

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
        pool::commit(self.inner).await
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.inner
    }

    pub(crate) fn identity(&self) -> Identity {
        self.identity
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
