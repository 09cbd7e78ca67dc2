//! Connections for this crate alone: to migrate, and to ask once.

use std::time::Duration;

use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use crate::SchemaError;

/// A number of our own: whoever migrates a database holds Postgres' lock of that number in it.
const MIGRATING: i64 = 0x6d69_6772;

/// How often is looked whether another migration has ended.
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// Whatever was set for the role or the database: names mean what is in `public`, and a migration takes as long as it
/// takes. Notices, such as of what isn't there yet, tell nobody anything.
const SETTINGS: &str = "
    set search_path = public;
    set client_min_messages = warning;
    set statement_timeout = 0;
    set lock_timeout = 0;
    set idle_in_transaction_session_timeout = 0";

/// Connects to migrate.
pub async fn connect(options: PgConnectOptions) -> Result<PgConnection, SchemaError> {
    let options = options.application_name("carechart migrate");
    // SQL belongs in no log of ours.
    let mut connection = options.disable_statement_logging().connect().await.map_err(SchemaError::of_connecting)?;
    sqlx::raw_sql(SETTINGS).execute(&mut connection).await.map_err(SchemaError::of)?;
    Ok(connection)
}

/// Connects, and becomes the application's role.
pub async fn connect_as_application(options: PgConnectOptions) -> Result<PgConnection, SchemaError> {
    let mut connection = options.disable_statement_logging().connect().await.map_err(SchemaError::of_connecting)?;
    sqlx::raw_sql("set role carechart_app").execute(&mut connection).await.map_err(SchemaError::of)?;
    Ok(connection)
}

/// Waits until no other migration runs. The connection's end releases the lock.
///
/// It looks again and again instead of waiting inside of Postgres: an index that is built concurrently waits for every
/// statement that has begun, so that the two would wait for each other.
pub async fn wait_for_turn(connection: &mut PgConnection) -> Result<(), SchemaError> {
    let mut has_waited = false;
    loop {
        let take = sqlx::query_scalar("select pg_try_advisory_lock($1)").bind(MIGRATING);
        if take.fetch_one(&mut *connection).await.map_err(SchemaError::of)? {
            return Ok(());
        }
        if !has_waited {
            tracing::info!("another migration runs; this one waits for it");
            has_waited = true;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Says goodbye. That it can't be said changes nothing.
pub async fn close(connection: PgConnection) {
    let _ = connection.close().await;
}
