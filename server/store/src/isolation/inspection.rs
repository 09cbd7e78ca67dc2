//! Asks every question, in one transaction that is always taken back.

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection,
    postgres::{PgConnectOptions, PgDatabaseError},
};

use super::{answers, asking::Asking, catalogue, comparison::Comparison, probes, scene, tables};
use crate::Error;

const MAY_BECOME: &str = "
    select count(*) = 4 and coalesce(bool_and(pg_has_role(session_user, r.oid, 'member')), false)
      from pg_roles r
     where r.rolname in ('carechart_owner', 'carechart_app', 'carechart_gate', 'carechart_worker')";

/// Refusals are what is asked for, and nothing for Postgres' log; only a superuser may say so.
const QUIETLY: &str = "
    select set_config('log_min_messages', 'fatal', true) from pg_roles where rolname = session_user and rolsuper";

/// Whoever seals the audit waits meanwhile, or the scene's batch would come between two of theirs (begin_audit_seal()).
const PREPARE: &str = "
    set local search_path = public;
    set local lock_timeout = '20s';
    set local statement_timeout = '2min';
    set local role carechart_owner;
    select pg_advisory_xact_lock(1936024940)";

const ABOUT: &str = "select current_database()::text, current_setting('server_version')";

/// A connection that may become the owner's role and each of the server's: a superuser's, or one of a role that is a member
/// of all four and inherits nothing.
pub struct Inspector {
    connection: PgConnection,
}

/// What a database answered.
pub struct Inspection {
    /// The database's name.
    pub database: String,
    /// The version of Postgres.
    pub postgres: String,
    /// Every answer, as `tests/isolation.txt` has them.
    pub text: String,
    /// What no question was asked about, or is without protection.
    pub complaints: Vec<String>,
}

impl Inspection {
    /// Beside what is promised.
    pub fn compare(&self, promised: &str) -> Comparison {
        Comparison::new(promised, &self.text, &self.complaints)
    }
}

impl Inspector {
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Refused`] for a role that may not become the other four.
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        let mut connection =
            options.application_name("carechart isolation-report").disable_statement_logging().connect().await?;
        if !sqlx::query_scalar(MAY_BECOME).fetch_one(&mut connection).await? {
            return Err(Error::Refused(
                "this role may not become carechart_owner, carechart_app, carechart_gate and carechart_worker: use a \
                 superuser, or a role that is a member of all four"
                    .into(),
            ));
        }
        Ok(Self { connection })
    }

    /// Makes the scene, asks everything, and takes the scene back.
    ///
    /// # Errors
    /// [`Error::Refused`] when the scene can't be made; [`Error::Unavailable`].
    pub async fn inspect(&mut self) -> Result<Inspection, Error> {
        let mut tx = self.connection.begin().await?;
        let inspection = inspect(&mut tx).await;
        tx.rollback().await?;
        inspection
    }
}

async fn inspect(connection: &mut PgConnection) -> Result<Inspection, Error> {
    sqlx::query(QUIETLY).execute(&mut *connection).await?;
    sqlx::raw_sql(PREPARE).execute(&mut *connection).await.map_err(no_scene)?;
    sqlx::raw_sql(AssertSqlSafe(scene::sql())).execute(&mut *connection).await.map_err(no_scene)?;
    let (database, postgres) = sqlx::query_as(ABOUT).fetch_one(&mut *connection).await?;
    let complaints = complaints(connection).await?;
    let text = answers::of(&mut Asking::new(connection)).await?;
    Ok(Inspection { database, postgres, text, complaints })
}

/// Never with a row, which Postgres puts into an error's DETAIL.
fn no_scene(error: sqlx::Error) -> Error {
    match error.as_database_error().map(|error| error.downcast_ref::<PgDatabaseError>()) {
        Some(error) => {
            let constraint = error.constraint().map(|name| format!(" by {name}")).unwrap_or_default();
            let table = error.table().map(|name| format!(" at {name}")).unwrap_or_default();
            Error::Refused(format!(
                "the made-up clinic that is asked about can't be made: SQLSTATE {}{table}{constraint}",
                error.code()
            ))
        }
        None => error.into(),
    }
}

/// What is without protection, and the functions that nobody tries.
async fn complaints(connection: &mut PgConnection) -> Result<Vec<String>, Error> {
    let mut complaints = catalogue::complaints(connection, &tables::names()).await?;
    for function in catalogue::definer_functions(connection).await? {
        let call = format!("{function}(");
        let is_tried = |(_, statement): &probes::Probe| statement.contains(&call);
        if !probes::OF_THE_DEFINER.iter().flat_map(|(_, probes)| *probes).any(is_tried) {
            complaints.push(format!("nobody tries {function}()"));
        }
    }
    Ok(complaints)
}
