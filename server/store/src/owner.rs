//! What the owner's role does, from the command line: the first administrator, the demonstration.

mod audit;
mod demonstration;
mod epochs;
mod restore;
mod second_factor;

use model::access::Action;
use sqlx::{
    ConnectOptions, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use uuid::Uuid;

pub use self::demonstration::DemonstrationPeople;
use crate::{Error, texts::invalid};

const USER: &str = "
    insert into users (id, kind, email, password_hash) values ($1, $2, $3, $4)
    on conflict do nothing";

const AUDIT: &str = "
    insert into audit_events (id, actor_role, access_right, patient_id, action, subject_id)
    values ($1, 'owner', 'none', $2, $3, $4)";

/// The database as `carechart_owner`.
#[derive(Clone, Debug)]
pub struct Owner {
    pool: PgPool,
}

impl Owner {
    /// Connects as the owner's role.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database doesn't answer, [`Error::Refused`] when its certificate isn't valid.
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        let options = options.disable_statement_logging();
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await;
        let pool = pool.map_err(Error::of_connecting)?;
        Ok(Self { pool })
    }

    /// Makes an administrator's account.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field `email` when the address has an account.
    pub async fn create_administrator(&self, email: &str, password_hash: &str) -> Result<(), Error> {
        let mut tx = self.pool.begin().await?;
        if insert_user(&mut tx, "administrator", email, password_hash).await?.is_none() {
            return Err(invalid("email", "This email address has an account already."));
        }
        Ok(tx.commit().await?)
    }

    /// Closes the connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// The new account's id; `None` when the address has an account.
async fn insert_user(
    connection: &mut PgConnection,
    kind: &str,
    email: &str,
    password_hash: &str,
) -> Result<Option<Uuid>, Error> {
    let id = Uuid::now_v7();
    let insert = sqlx::query(USER).bind(id).bind(kind).bind(email).bind(password_hash);
    if insert.execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(None);
    }
    audit(connection, Action::AccountCreate, None, id).await?;
    Ok(Some(id))
}

async fn audit(
    connection: &mut PgConnection,
    action: Action,
    patient: Option<Uuid>,
    subject: Uuid,
) -> Result<(), Error> {
    let insert = sqlx::query(AUDIT).bind(Uuid::now_v7()).bind(patient).bind(action.as_str()).bind(subject);
    insert.execute(connection).await?;
    Ok(())
}
