use std::{net::IpAddr, sync::Arc, time::Duration};

use model::{
    clinic::Clinic,
    id::{SessionId, UserId},
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tracing::log::LevelFilter;

use crate::{Caller, ClinicSettings, Error, Origin, Transaction, accounts::Turns, startup, transaction::Identity};

/// As many requests as may talk to the database at once; the others wait.
const MOST_CONNECTIONS: u32 = 16;

/// How long a request waits for a connection before it is told that the database doesn't answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection that nobody has used for this long is asked whether it is still there.
const STALE: Duration = Duration::from_secs(10);

/// The database as the application's role.
#[derive(Clone, Debug)]
pub struct Store {
    pool: PgPool,
    clinic: Arc<ClinicSettings>,
    turns: Arc<Turns>,
}

impl Store {
    /// Connects (`DATABASE_URL`), and refuses a database or a role with which the policies wouldn't hold.
    ///
    /// # Errors
    /// [`Error::Refused`] when the role could bypass a policy, when a table lacks FORCE ROW LEVEL SECURITY, and when
    /// the database isn't migrated; [`Error::Unavailable`] when it doesn't answer.
    pub async fn connect(options: PgConnectOptions, clinic: ClinicSettings) -> Result<Self, Error> {
        let options = options.application_name("carechart").log_statements(LevelFilter::Trace);
        // Asking every connection on every use would cost each request a round trip.
        let pool = PgPoolOptions::new()
            .max_connections(MOST_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(|connection, usage| {
                Box::pin(async move {
                    if usage.idle_for > STALE {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        startup::check(&pool).await?;
        Ok(Self { pool, clinic: Arc::new(clinic), turns: Arc::default() })
    }

    /// Begins a transaction under the caller's identity.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_as(&self, caller: &Caller) -> Result<Transaction, Error> {
        self.begin_as_user(caller.user, Some(caller.session), caller.address).await
    }

    /// The same for somebody who has no session yet.
    pub(crate) async fn begin_as_user(
        &self,
        user: UserId,
        session: Option<SessionId>,
        address: Option<IpAddr>,
    ) -> Result<Transaction, Error> {
        self.begin(Identity { user: Some(user), session, address }).await
    }

    /// Begins a transaction of nobody in particular, who sees no row of a record.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_anonymous(&self, origin: &Origin) -> Result<Transaction, Error> {
        self.begin(Identity { user: None, session: None, address: origin.address }).await
    }

    async fn begin(&self, identity: Identity) -> Result<Transaction, Error> {
        let inner = self.pool.begin_with(AssertSqlSafe(identity.begin())).await?;
        Ok(Transaction::new(inner, identity, self.clinic.time_zone))
    }

    /// The clinic, and its date today.
    pub fn clinic(&self) -> Clinic {
        self.clinic.clinic()
    }

    /// Waits for the transactions under way, and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// For what is asked before anyone is known, in one statement of its own.
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Where attempts at accounts wait before they take a connection.
    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }
}
