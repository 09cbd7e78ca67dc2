//! Sends a statement as somebody, says what came of it, and takes it back.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, postgres::PgDatabaseError};

use super::scene::{self, ROLES};
use crate::Error;

/// What became of a statement, and whose statement it was.
pub type Outcomes = Vec<(&'static str, String)>;

const APPLICATION: &str = "carechart_app";
const OWNER: &str = "carechart_owner";

/// A connection that may become the application's role and, for [`Asking::the_owner`], the owner's.
pub struct Asking<'a> {
    connection: &'a mut PgConnection,
}

impl<'a> Asking<'a> {
    pub fn new(connection: &'a mut PgConnection) -> Self {
        Self { connection }
    }

    /// For what is asked of Postgres itself.
    pub fn connection(&mut self) -> &mut PgConnection {
        self.connection
    }

    /// Sends the statement as everybody in turn.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn everyone(&mut self, statement: &str) -> Result<Outcomes, Error> {
        let mut outcomes = Vec::new();
        for (role, account) in ROLES {
            outcomes.push((role, try_as(self.connection, APPLICATION, account, statement).await?));
        }
        Ok(outcomes)
    }

    /// Sends the statement as the role that owns the tables.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn the_owner(&mut self, statement: &str) -> Result<Outcomes, Error> {
        Ok(vec![(scene::OWNER, try_as(self.connection, OWNER, None, statement).await?)])
    }

    /// Those columns of a table that the application's role may name in a command.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn permitted_columns(
        &mut self,
        table: &str,
        columns: &[String],
        command: &str,
    ) -> Result<Vec<String>, Error> {
        let mut permitted = Vec::new();
        for column in columns {
            let statement = match command {
                "select" => format!("select {column} from {table} limit 0"),
                "insert" => format!("insert into {table} ({column}) select null where false"),
                _ => format!("update {table} set {column} = null where false"),
            };
            match try_as(self.connection, APPLICATION, None, &statement).await?.as_str() {
                "no grant" => {}
                "nothing" => permitted.push(column.clone()),
                other => permitted.push(format!("{column} ({other})")),
            }
        }
        Ok(permitted)
    }
}

/// What became of a statement sent by an account: the rows' first column for a query, 'done' for a write, 'nothing'
/// where no row was there for it, or what refused it.
async fn try_as(
    connection: &mut PgConnection,
    role: &str,
    account: Option<&str>,
    statement: &str,
) -> Result<String, Error> {
    let mut tx = connection.begin().await?;
    let user = account.map(|account| scene::id(account).to_string()).unwrap_or_default();
    let become_them = format!(
        "set local role {role};
         select set_config('app.user_id', '{user}', true), set_config('app.session_id', '', true)"
    );
    sqlx::raw_sql(AssertSqlSafe(become_them)).execute(&mut *tx).await?;
    let statement = scene::with_ids(statement);
    let outcome = if statement.starts_with("select") {
        let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(&mut *tx).await;
        rows.map(|rows| {
            let mut texts: Vec<String> = rows.iter().filter_map(text_of_first).collect();
            texts.sort();
            texts.join(", ")
        })
    } else {
        let done = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut *tx).await;
        done.map(|done| if done.rows_affected() == 0 { String::new() } else { "done".to_owned() })
    };
    tx.rollback().await?;
    match outcome {
        Ok(text) if text.is_empty() => Ok("nothing".to_owned()),
        Ok(text) => Ok(text),
        Err(error) => refusal(error),
    }
}

/// The text of a row's first column; `None` for null, and for a column of another type.
fn text_of_first(row: &sqlx::postgres::PgRow) -> Option<String> {
    row.try_get::<Option<String>, _>(0).ok().flatten()
}

/// Which of the guards refused. An error that is no refusal shows with its code, and so is no outcome that anybody
/// promised.
fn refusal(error: sqlx::Error) -> Result<String, Error> {
    let Some(refusal) = error.as_database_error().map(|error| error.downcast_ref::<PgDatabaseError>()) else {
        return Err(error.into());
    };
    Ok(match refusal.code() {
        "42501" if refusal.message().contains("row-level security policy") => "policy".to_owned(),
        "42501" => "no grant".to_owned(),
        "23001" | "CC404" => "trigger".to_owned(),
        "CC401" => "confirmation".to_owned(),
        "23502" => "constraint".to_owned(),
        code => format!("error {code}"),
    })
}
