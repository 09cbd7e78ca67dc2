//! The connections of one role, and how transactions begin on them.

use std::{
    io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof},
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, Postgres,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tracing::log::LevelFilter;

use crate::{Error, Role, identity::Identity, startup};

/// How long a request waits for a connection before it is told that the database doesn't answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection that nobody has used for this long is asked whether it is still there.
const STALE: Duration = Duration::from_secs(10);

/// A statement that takes this long is slow.
const SLOW: Duration = Duration::from_secs(1);

/// Whatever was set for the role or the database: names mean what is in `public`, and nothing of a schema that somebody else
/// could write.
const SEARCH_PATH: [(&str, &str); 1] = [("search_path", "pg_catalog,public,pg_temp")];

/// The secret is a parameter, since any connection of the role may read the text of the others' statements
/// (`pg_stat_activity`), and their parameters nobody. What a finished transaction set is gone.
const IDENTITY: &str = "
    select set_config('app.session', coalesce(encode($1, 'hex'), ''), true),
           set_config('app.address', coalesce($2, ''), true)";

#[derive(Clone, Debug)]
pub(crate) struct Pool {
    pool: PgPool,
}

impl Pool {
    /// Connects as a role, and refuses it when it could do more than it should.
    ///
    /// # Arguments
    /// `most`: as many as may talk to the database at once as this role; the others wait.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::Unavailable`].
    pub async fn connect(options: PgConnectOptions, role: Role, most: u32) -> Result<Self, Error> {
        let options = quietly(options.application_name(role.application_name()).options(SEARCH_PATH));
        // Asking every connection on every use would cost each request a round trip.
        let pool = PgPoolOptions::new()
            .max_connections(most)
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
        startup::check(&pool, role).await?;
        Ok(Self { pool })
    }

    /// Begins, and says who asks.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin(&self, identity: Identity) -> Result<sqlx::Transaction<'static, Postgres>, Error> {
        let mut tx = self.begin_as_nobody().await?;
        identify(&mut tx, identity).await?;
        Ok(tx)
    }

    /// Begins on a connection that is still there. After the database was started anew, each connection of the pool is
    /// found broken by the first who uses it, and is gone then; nothing was done on it, so that the next one is tried.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_as_nobody(&self) -> Result<sqlx::Transaction<'static, Postgres>, Error> {
        self.ask(|pool| async move { pool.begin().await }).await
    }

    /// Asks what is one statement, and may be asked twice, on a connection that is still there.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::NotFound`] for no row.
    pub async fn ask<T, F>(&self, ask: impl Fn(PgPool) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, sqlx::Error>>,
    {
        // One for each connection that may be broken.
        let mut others = 0..self.pool.size();
        loop {
            match ask(self.pool.clone()).await {
                Err(error) if is_broken(&error) && others.next().is_some() => {}
                answer => return Ok(answer?),
            }
        }
    }

    /// Waits for the transactions under way, and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Says who asks, until the transaction ends.
pub(crate) async fn identify(connection: &mut PgConnection, identity: Identity) -> Result<(), sqlx::Error> {
    let secret = identity.secret.map(|secret| secret.0);
    let say = sqlx::query(IDENTITY).bind(secret.as_ref().map(<[u8; 32]>::as_slice));
    say.bind(identity.address.map(|address| address.to_string())).execute(connection).await?;
    Ok(())
}

/// Makes what was done last.
///
/// # Errors
/// [`Error::Unconfirmed`]: it may have been done or not. [`Error::Unavailable`]: it wasn't.
pub(crate) async fn commit(tx: sqlx::Transaction<'static, Postgres>) -> Result<(), Error> {
    tx.commit().await.map_err(Error::of_commit)
}

/// Says who asks, as [`identify`] does, and answers whether that session lives still: which the application alone may ask.
pub(crate) async fn identify_session(connection: &mut PgConnection, identity: Identity) -> Result<bool, sqlx::Error> {
    identify(&mut *connection, identity).await?;
    sqlx::query_scalar("select current_session_id() is not null").fetch_one(connection).await
}

/// The driver would warn of a statement that takes a second, and SQL belongs in no log of ours: slow ones are logged
/// like all others, where only somebody who asks for it by `RUST_LOG` sees them.
fn quietly(options: PgConnectOptions) -> PgConnectOptions {
    options.log_statements(LevelFilter::Trace).log_slow_statements(LevelFilter::Trace, SLOW)
}

/// Whether a connection that was open turns out not to be any more. One that can't be opened is no such case.
fn is_broken(error: &sqlx::Error) -> bool {
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
