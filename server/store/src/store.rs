use std::{
    io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof},
    net::IpAddr,
    ops::Range,
    sync::Arc,
    time::Duration,
};

use model::{
    clinic::Clinic,
    id::{SessionId, UserId},
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgPool, Postgres,
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

/// A statement that takes this long is slow.
const SLOW: Duration = Duration::from_secs(1);

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
    /// the database's certificate isn't valid; [`Error::Unavailable`] when it doesn't answer.
    pub async fn connect(options: PgConnectOptions, clinic: ClinicSettings) -> Result<Self, Error> {
        let options = quietly(options.application_name("carechart"));
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
            .await
            .map_err(Error::of_connecting)?;
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

    /// The same for whoever is signed in, or else for nobody.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_for(&self, caller: Option<&Caller>, origin: &Origin) -> Result<Transaction, Error> {
        match caller {
            Some(caller) => self.begin_as(caller).await,
            None => self.begin_anonymous(origin).await,
        }
    }

    pub(crate) async fn begin(&self, identity: Identity) -> Result<Transaction, Error> {
        let inner = self.begin_with(&identity.begin()).await?;
        Ok(Transaction::new(inner, identity, self.clinic.time_zone))
    }

    /// Begins on a connection that is still there. After the database was started anew, each connection of the pool is
    /// found broken by the first who uses it, and is gone then; nothing was done on it, so that the next one is tried.
    async fn begin_with(&self, begin: &str) -> Result<sqlx::Transaction<'static, Postgres>, Error> {
        let mut others = self.others();
        loop {
            match self.pool.begin_with(AssertSqlSafe(begin.to_owned())).await {
                Err(error) if is_broken(&error) && others.next().is_some() => {}
                begun => return Ok(begun?),
            }
        }
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

    /// One for each connection of the pool that may be broken: what may be done twice is tried on the others.
    pub(crate) fn others(&self) -> Range<u32> {
        0..self.pool.size()
    }

    /// Where attempts at accounts wait before they take a connection.
    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }
}

/// The driver would warn of a statement that takes a second, and SQL belongs in no log of ours: slow ones are logged
/// like all others, where only somebody who asks for it by `RUST_LOG` sees them.
fn quietly(options: PgConnectOptions) -> PgConnectOptions {
    options.log_statements(LevelFilter::Trace).log_slow_statements(LevelFilter::Trace, SLOW)
}

/// Whether a connection that was open turns out not to be any more. One that can't be opened is no such case.
pub(crate) fn is_broken(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => {
            matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
        }
        // The last that Postgres says on it.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| matches!(&*code, "57P01" | "57P02")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_statement_is_warned_of_however_long_it_takes() {
        // The driver tells of its settings in no other way.
        let options = format!("{:?}", quietly(PgConnectOptions::new_without_pgpass()));
        assert!(options.contains("{ statements_level: Trace, slow_statements_level: Trace,"), "{options}");
    }
}
