//! What a Postgres that nobody has told otherwise writes into its log of the roles of `migrations/roles.sql`.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod place;

use std::fs;

use cluster::Cluster;
use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};

use place::Place;

const ROLES: &str = include_str!("../../../migrations/roles.sql");

/// What Postgres is installed with, but that it logs all that it can of an error and of every statement.
const OPERATORS_SETTINGS: [&str; 5] = [
    "log_error_verbosity = 'default'",
    "log_min_error_statement = error",
    "log_parameter_max_length = -1",
    "log_parameter_max_length_on_error = -1",
    "log_min_duration_statement = 0",
];

/// Three errors whose DETAIL, statement and parameters hold the word.
async fn fail(options: &PgConnectOptions, word: &str) {
    let mut connection = PgConnection::connect_with(options).await.unwrap();
    let typed = format!("insert into people values ('{word}')");
    sqlx::raw_sql(AssertSqlSafe(typed)).execute(&mut connection).await.unwrap_err();
    sqlx::query("insert into people values ($1)").bind(word).execute(&mut connection).await.unwrap_err();
    sqlx::query("insert into people values (left($1, 2)), ($1)").bind(word).execute(&mut connection).await.unwrap_err();
    // And one that succeeds.
    sqlx::query("select $1::text is not null").bind(word).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn errors_of_the_roles_are_logged_without_anybodys_data() {
    let place = Place::new();
    let cluster = Cluster::start_for_tests(&place.home()).await.unwrap();
    for _ in 0..2 {
        cluster.prepare(ROLES, "records").await.unwrap();
    }
    let mut superuser = PgConnection::connect_with(&cluster.superuser_options("records")).await.unwrap();
    for setting in OPERATORS_SETTINGS {
        let set = AssertSqlSafe(format!("alter system set {setting}"));
        sqlx::raw_sql(set).execute(&mut superuser).await.unwrap();
    }
    let table = "create table people (name text check (length(name) < 3)); grant insert on people to public;
                 select pg_reload_conf()";
    sqlx::raw_sql(table).execute(&mut superuser).await.unwrap();
    while sqlx::query_scalar::<_, String>("show log_min_duration_statement").fetch_one(&mut superuser).await.unwrap()
        != "0"
    {}
    superuser.close().await.unwrap();

    fail(&cluster.superuser_options("records"), "Somebody").await;
    for of_role in
        [Cluster::owner_options, Cluster::application_options, Cluster::gate_options, Cluster::worker_options]
    {
        fail(&of_role(&cluster, "records"), "Quillfeather").await;
    }
    let log = fs::read_to_string(place.home().join("postgres.log")).unwrap();
    assert!(log.contains("DETAIL:  Failing row contains (Somebody)") && log.contains("$1 = 'Somebody'"), "{log}");
    assert_eq!(log.matches("violates check constraint").count(), 15, "{log}");
    assert!(!log.contains("Quillfeather"), "{log}");
    cluster.stop().await.unwrap();
}
