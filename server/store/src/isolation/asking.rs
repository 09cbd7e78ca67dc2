//! Sends a statement as somebody, says what came of it, and takes it back.

use sqlx::{AssertSqlSafe, PgConnection, Row, postgres::PgDatabaseError};

use super::scene::{self, CALLERS, Caller, NOBODY, OWNER};
use crate::Error;

/// What became of a statement, and whose statement it was.
pub type Outcomes = Vec<(&'static str, String)>;

/// A connection, in a transaction, that may become the server's roles and, for [`Asking::the_owner`], the owner's.
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
        self.each(CALLERS.iter(), statement).await
    }

    /// The same as everybody of one role, for a connection that may become no other.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn everyone_of(&mut self, role: &str, statement: &str) -> Result<Outcomes, Error> {
        self.each(CALLERS.iter().filter(|caller| caller.role == role), statement).await
    }

    async fn each(&mut self, callers: impl Iterator<Item = &Caller>, statement: &str) -> Result<Outcomes, Error> {
        let mut outcomes = Vec::new();
        for caller in callers {
            outcomes.push((caller.name, try_as(self.connection, caller, statement).await?));
        }
        Ok(outcomes)
    }

    /// Sends the statement as the role that owns the tables.
    ///
    /// # Errors
    /// When the database doesn't answer.
    pub async fn the_owner(&mut self, statement: &str) -> Result<Outcomes, Error> {
        Ok(vec![(OWNER.name, try_as(self.connection, &OWNER, statement).await?)])
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
            match try_as(self.connection, &NOBODY, &statement).await?.as_str() {
                "no grant" => {}
                "nothing" => permitted.push(column.clone()),
                other => permitted.push(format!("{column} ({other})")),
            }
        }
        Ok(permitted)
    }
}

/// What became of a statement sent by somebody: the rows' first column for a query, 'done' for a write, 'nothing' where no
/// row was there for it, or what refused it.
async fn try_as(connection: &mut PgConnection, caller: &Caller, statement: &str) -> Result<String, Error> {
    let become_them = format!("savepoint asked; set local role {}; {}", caller.role, caller.begin());
    sqlx::raw_sql(AssertSqlSafe(become_them)).execute(&mut *connection).await?;
    let outcome = send(connection, &scene::with_ids(statement)).await;
    // Released, too, or else each would lie within the one before, and all of them hold a lock when the last one writes.
    sqlx::raw_sql("rollback to savepoint asked; release savepoint asked").execute(connection).await?;
    match outcome {
        Ok(text) if text.is_empty() => Ok("nothing".to_owned()),
        Ok(text) => Ok(text),
        Err(error) => refusal(error),
    }
}

/// The answer is that of the last query, after the steps that come before it; or else of all writes.
async fn send(connection: &mut PgConnection, statement: &str) -> Result<String, sqlx::Error> {
    let (steps, last) = statement.rsplit_once(';').unwrap_or(("", statement));
    let last = last.trim_start();
    if !last.starts_with("select") {
        let done = sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(connection).await?;
        return Ok(if done.rows_affected() == 0 { String::new() } else { "done".to_owned() });
    }
    if !steps.is_empty() {
        sqlx::raw_sql(AssertSqlSafe(steps.to_owned())).execute(&mut *connection).await?;
    }
    let rows = sqlx::query(AssertSqlSafe(last.to_owned())).fetch_all(connection).await?;
    let mut texts: Vec<String> = rows.iter().filter_map(text_of_first).collect();
    texts.sort();
    Ok(texts.join(", "))
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
        "23502" | "23514" => "constraint".to_owned(),
        code => format!("error {code}"),
    })
}
