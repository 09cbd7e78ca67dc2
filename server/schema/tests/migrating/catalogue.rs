//! All that a migration makes, as a text, to compare two databases by.

use crate::database::Database;

const LINES: &str = include_str!("../catalogue.sql");

const APPLIED: &str = "
    select string_agg(format('%s %s', version, encode(checksum, 'hex')), E'\\n' order by version) from _sqlx_migrations";

/// What is in the database but for its rows, and which numbered files made it.
pub async fn catalogue(database: &Database) -> String {
    let lines: String = database.ask(LINES).await;
    let applied: Option<String> = match database.ask("select to_regclass('_sqlx_migrations') is not null").await {
        true => database.ask(APPLIED).await,
        false => None,
    };
    format!("{lines}\n{}", applied.unwrap_or_default())
}

/// That two are the same, or where they aren't.
pub fn assert_same(found: &str, expected: &str) {
    let lines = |text: &str, other: &str| -> Vec<String> {
        text.lines().filter(|line| !other.lines().any(|it| it == *line)).map(str::to_owned).collect()
    };
    assert!(found == expected, "found: {:#?}\nexpected: {:#?}", lines(found, expected), lines(expected, found));
}
