use std::sync::Arc;

use model::clinic::Clinic;
use sqlx::{Postgres, postgres::PgConnectOptions};

use crate::{Caller, ClinicSettings, Error, Role, Transaction, identity::Identity, pool::Pool};

/// As many requests as may read and write at once; the others wait.
const MOST_CONNECTIONS: u32 = 16;

/// The database as the application's role: whoever's session it is reads and writes.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
    clinic: Arc<ClinicSettings>,
}

impl Store {
    /// Connects as `carechart_app`, and refuses a database or a role with which the policies wouldn't hold.
    ///
    /// # Errors
    /// [`Error::Refused`] when the role could do more than it should, when a table lacks FORCE ROW LEVEL SECURITY, and when
    /// the database's certificate isn't valid; [`Error::Unavailable`] when it doesn't answer.
    pub async fn connect(options: PgConnectOptions, clinic: ClinicSettings) -> Result<Self, Error> {
        let pool = Pool::connect(options, Role::Application, MOST_CONNECTIONS).await?;
        Ok(Self { pool, clinic: Arc::new(clinic) })
    }

    /// Begins a transaction of whoever's session it is; of nobody, who reads nothing, once that has ended.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_as(&self, caller: &Caller) -> Result<Transaction, Error> {
        let identity = caller.into();
        Ok(self.transaction(self.pool.begin(identity).await?, identity))
    }

    pub(crate) fn transaction(&self, inner: sqlx::Transaction<'static, Postgres>, identity: Identity) -> Transaction {
        Transaction::new(inner, identity, self.clinic.time_zone)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn ask_whether_it_answers(&self) -> Result<(), Error> {
        self.pool.begin_as_nobody().await.map(drop)
    }

    /// The clinic, and its date today.
    pub fn clinic(&self) -> Clinic {
        self.clinic.clinic()
    }

    /// Waits for the transactions under way, and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }
}
