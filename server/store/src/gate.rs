use std::sync::Arc;

use sqlx::{Postgres, postgres::PgConnectOptions};

use crate::{Error, Role, accounts::Turns, identity::Identity, pool::Pool};

/// Signing in is a few statements, and the work between them holds no connection.
const MOST_CONNECTIONS: u32 = 4;

/// The database as the gate's role, which finds out who somebody is, and sees no record: signing in, links, passkeys, and
/// proving again who one is. It is believed about codes by time and passkeys alone: all else the database counts, compares and
/// burns itself.
#[derive(Clone, Debug)]
pub struct Gate {
    pool: Pool,
    turns: Arc<Turns>,
}

impl Gate {
    /// Connects as `carechart_gate`.
    ///
    /// # Errors
    /// [`Error::Refused`] when the role could do more than it should, [`Error::Unavailable`] when the database doesn't answer.
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        let pool = Pool::connect(options, Role::Gate, MOST_CONNECTIONS).await?;
        Ok(Self { pool, turns: Arc::default() })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn ask_whether_it_answers(&self) -> Result<(), Error> {
        self.pool.begin_as_nobody().await.map(drop)
    }

    /// Waits for the transactions under way, and closes the connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) async fn begin(
        &self,
        identity: impl Into<Identity>,
    ) -> Result<sqlx::Transaction<'static, Postgres>, Error> {
        self.pool.begin(identity.into()).await
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Where attempts at accounts wait before they take a connection.
    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }
}
