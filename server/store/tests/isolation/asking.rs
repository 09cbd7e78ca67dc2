//! Sends a statement as somebody, says what came of it, and takes it back.

use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, postgres::PgDatabaseError};

use crate::scene::{self, ROLES};

/// What became of a statement, and whose statement it was.
pub type Outcomes = Vec<(&'static str, String)>;

/// A connection as the application's role.
pub struct Asking {
    connection: PgConnection,
}

impl Asking {
    pub fn new(connection: PgConnection) -> Self {
        Self { connection }
    }

    pub fn into_connection(self) -> PgConnection {
        self.connection
    }

    /// Sends the statement as everybody in turn.
    pub async fn everyone(&mut self, statement: &str) -> Outcomes {
        let mut outcomes = Vec::new();
        for (role, account) in ROLES {
            outcomes.push((role, try_as(&mut self.connection, account, statement).await));
        }
        outcomes
    }

    /// Those columns of a table that the application's role may name in a command.
    pub async fn permitted_columns(&mut self, table: &str, columns: &[String], command: &str) -> Vec<String> {
        let mut permitted = Vec::new();
        for column in columns {
            let statement = match command {
                "select" => format!("select {column} from {table} limit 0"),
                "insert" => format!("insert into {table} ({column}) select null where false"),
                _ => format!("update {table} set {column} = null where false"),
            };
            let outcome = try_as(&mut self.connection, None, &statement).await;
            match outcome.as_str() {
                "no grant" => {}
                "nothing" => permitted.push(column.clone()),
                other => panic!("{statement}: {other}"),
            }
        }
        permitted
    }
}

/// What became of a statement sent by an account: the rows' first column for a query, 'done' for a write, 'nothing'
/// where no row was there for it, or what refused it.
pub async fn try_as(connection: &mut PgConnection, account: Option<&str>, statement: &str) -> String {
    let mut tx = connection.begin().await.unwrap();
    let user = account.map(|account| scene::id(account).to_string()).unwrap_or_default();
    sqlx::query("select set_config('app.user_id', $1, true)").bind(user).execute(&mut *tx).await.unwrap();
    let statement = scene::with_ids(statement);
    let outcome = if statement.starts_with("select") {
        let rows = sqlx::query(AssertSqlSafe(statement.clone())).fetch_all(&mut *tx).await;
        rows.map(|rows| {
            let mut texts: Vec<String> = rows.iter().filter_map(text_of_first).collect();
            texts.sort();
            texts.join(", ")
        })
    } else {
        let done = sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&mut *tx).await;
        done.map(|done| if done.rows_affected() == 0 { String::new() } else { "done".to_owned() })
    };
    tx.rollback().await.unwrap();
    match outcome {
        Ok(text) if text.is_empty() => "nothing".to_owned(),
        Ok(text) => text,
        Err(error) => refusal(&error, &statement),
    }
}

/// The text of a row's first column; `None` for null, and for a column of another type.
fn text_of_first(row: &sqlx::postgres::PgRow) -> Option<String> {
    row.try_get::<Option<String>, _>(0).ok().flatten()
}

/// Which of the guards refused.
///
/// # Panics
/// For an error that is no refusal.
fn refusal(error: &sqlx::Error, statement: &str) -> String {
    let refusal = error.as_database_error().map(|error| error.downcast_ref::<PgDatabaseError>());
    let (code, message) = refusal.map(|error| (error.code(), error.message())).unwrap_or_default();
    let guard = match code {
        "42501" if message.contains("row-level security policy") => "policy",
        "42501" => "no grant",
        "23001" | "CC404" => "trigger",
        "CC401" => "confirmation",
        // A truncation of what another table refers to is refused before its trigger is asked.
        "23502" | "0A000" => "constraint",
        _ => panic!("{error}\n{statement}"),
    };
    guard.to_owned()
}
