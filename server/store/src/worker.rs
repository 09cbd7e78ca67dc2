use sqlx::postgres::PgConnectOptions;

use crate::{
    Error, Role,
    pool::{Pool, commit},
};

/// One job at a time, and another one beside it.
const MOST_CONNECTIONS: u32 = 2;

/// The database as the worker's role, for what happens by itself. It sees no record.
#[derive(Clone, Debug)]
pub struct Worker {
    pool: Pool,
}

impl Worker {
    /// Connects as `carechart_worker`.
    ///
    /// # Errors
    /// [`Error::Refused`] when the role could do more than it should, [`Error::Unavailable`] when the database doesn't answer.
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        Ok(Self { pool: Pool::connect(options, Role::Worker, MOST_CONNECTIONS).await? })
    }

    /// Those of the objects' keys that have a row, whosever document it is.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn known_object_keys(&self, keys: &[String]) -> Result<Vec<String>, Error> {
        let mut tx = self.pool.begin_as_nobody().await?;
        let known = sqlx::query_scalar("select * from known_object_keys($1)").bind(keys).fetch_all(&mut *tx).await?;
        commit(tx).await?;
        Ok(known)
    }

    /// Whether the clinic asks every provider for a second factor. A change is written into the audit.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn set_second_factor_required(&self, is_required: bool) -> Result<(), Error> {
        let mut tx = self.pool.begin_as_nobody().await?;
        sqlx::query("select set_second_factor_required($1)").bind(is_required).execute(&mut *tx).await?;
        commit(tx).await
    }

    /// Writes the events of refusals that were counted, where their quarter of an hour is over.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; then nothing was written.
    pub async fn sum_up_refusals(&self) -> Result<(), Error> {
        let mut tx = self.pool.begin_as_nobody().await?;
        sqlx::query("select sum_up_refusals()").execute(&mut *tx).await?;
        commit(tx).await
    }

    /// Waits for the transactions under way, and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }
}
