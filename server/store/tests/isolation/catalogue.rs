use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use crate::harness::Database;

/// Every policy, trigger, function, grant, column, index and constraint, a line each.
const CATALOGUE: &str = include_str!("../../../schema/tests/catalogue.sql");

async fn catalogue(options: &PgConnectOptions) -> String {
    let mut connection = PgConnection::connect_with(options).await.unwrap();
    sqlx::query_scalar(CATALOGUE).fetch_one(&mut connection).await.unwrap()
}

/// What all other tests speak of is what the files make, with nothing that somebody left there.
#[tokio::test]
async fn the_tests_database_is_what_the_files_make() {
    let (tests, empty) = (Database::new().await, Database::empty().await);
    schema::migrate(empty.owner.clone()).await.unwrap();
    let (found, expected) = (catalogue(&tests.superuser).await, catalogue(&empty.superuser).await);
    let stray: Vec<&str> = found.lines().filter(|line| !expected.lines().any(|other| other == *line)).collect();
    assert_eq!(stray, Vec::<&str>::new());
    assert_eq!(found, expected);
}
