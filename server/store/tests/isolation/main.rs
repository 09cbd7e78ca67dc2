//! The isolation matrix: who may do what with which row, found out with real SQL as the server's roles and compared
//! with `tests/isolation.txt`, which people read. `server isolation-report` asks a running database the same.
//!
//! After a change that is meant, `UPDATE_ISOLATION=1 cargo nextest run -p store --test isolation` writes the file anew;
//! each changed line then wants to be understood before it is committed.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod catalogue;
mod events;
#[path = "../harness/mod.rs"]
mod harness;
mod nobody;
mod sessions;

use std::{fs, path::Path};

use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};
use store::isolation::{Asking, Comparison, Difference, Inspection, Inspector, Section, keys, scene, tables};

const PROMISED: &str = include_str!("../isolation.txt");

/// A database of its own with the scene in it, and past every policy.
async fn set_the_scene_in() -> (harness::Database, PgPool) {
    let database = harness::Database::new().await;
    let superuser = database.superuser_pool().await;
    let mut tx = superuser.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(scene::sql())).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    (database, superuser)
}

/// The same: past every policy, and as the application's role.
async fn set_the_scene() -> (PgPool, PgConnection) {
    let (database, superuser) = set_the_scene_in().await;
    (superuser, PgConnection::connect_with(&database.application).await.unwrap())
}

async fn inspect(database: &harness::Database) -> Inspection {
    let mut inspector = Inspector::connect(database.superuser.clone()).await.unwrap();
    inspector.inspect().await.unwrap()
}

#[tokio::test]
async fn everyone_may_do_what_the_file_says_and_nothing_else() {
    let database = harness::Database::new().await;
    let found = inspect(&database).await.text;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/isolation.txt");
    if std::env::var_os("UPDATE_ISOLATION").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let promised = fs::read_to_string(&path).unwrap();
    let comparison = Comparison::new(&promised, &found, &[]);
    assert!(comparison.questions() > 2000, "the text isn't understood: {} questions", comparison.questions());
    let differences: Vec<String> = comparison.differences().iter().map(Difference::to_string).collect();
    assert!(differences.is_empty(), "tests/isolation.txt says something else:\n{}", differences.join("\n"));
    assert_eq!(promised, found, "the same answers, written otherwise");
}

#[tokio::test]
async fn every_table_is_protected_and_every_function_is_tried() {
    let database = harness::Database::new().await;
    // The server starts with what was migrated, and as these roles.
    database.store().await.close().await;
    database.gate().await.close().await;
    database.worker().await.close().await;
    assert_eq!(inspect(&database).await.complaints, Vec::<String>::new());
}

/// Nothing of it stays: no row, and no rule.
#[tokio::test]
async fn an_inspection_leaves_the_database_as_it_was() {
    let database = harness::Database::new().await;
    let superuser = database.superuser_pool().await;
    sqlx::raw_sql("update security_rules set requires_second_factor = true").execute(&superuser).await.unwrap();
    inspect(&database).await;
    let filled =
        ["_sqlx_migrations", "security_rules", "schema_rules", "granted_privileges", "record_tables", "audit_actions"];
    for table in tables::all().filter(|table| !filled.contains(&table.name)) {
        assert_eq!(rows(&superuser, table.name).await, 0, "{} has rows", table.name);
    }
    let rule: bool =
        sqlx::query_scalar("select requires_second_factor from security_rules").fetch_one(&superuser).await.unwrap();
    assert!(rule);
}

#[tokio::test]
async fn what_is_added_without_protection_is_noticed() {
    let database = harness::Database::new().await;
    let stray = "create table stray (id integer);
                 create view stray_view as select * from patients;
                 create policy stray_policy on visits using (true);
                 create function stray() returns integer security definer return 1;
                 alter table documents no force row level security";
    sqlx::raw_sql(stray).execute(&database.superuser_pool().await).await.unwrap();
    let inspection = inspect(&database).await;
    assert_eq!(
        inspection.complaints,
        [
            "documents lacks FORCE ROW LEVEL SECURITY",
            "stray isn't in the matrix",
            "stray lacks FORCE ROW LEVEL SECURITY",
            "stray has no policy",
            "stray has another owner",
            "stray_view isn't read with the caller's eyes",
            "stray_policy binds everyone instead of a role",
            "nobody tries stray()",
        ]
    );
    let differences: Vec<String> =
        inspection.compare(PROMISED).differences().iter().map(Difference::to_string).collect();
    for expected in [
        "visits, select, without a session: promised nothing, found Freda's, Otis's, in error",
        "stray(): DEFINER, owner postgres, no search_path, for PUBLIC: is there, and isn't promised",
        "stray has no policy",
    ] {
        assert!(differences.iter().any(|difference| difference == expected), "{differences:#?}");
    }
}

/// The matrix becomes the server's roles. Somebody who has logged in as one sees the same rows.
#[tokio::test]
async fn a_login_of_each_role_sees_what_the_file_says() {
    let (database, _) = set_the_scene_in().await;
    let promised = Comparison::new(PROMISED, "", &[]);
    let is_about_tables = |section: &&Section| section.heading.starts_with("Every table");
    let promised = promised.sections.iter().find(is_about_tables).unwrap();
    for (role, options) in [
        (scene::APPLICATION, &database.application),
        ("carechart_gate", &database.gate),
        ("carechart_worker", &database.worker),
    ] {
        let mut connection = PgConnection::connect_with(options).await.unwrap();
        let mut login = connection.begin().await.unwrap();
        let keys = keys(&mut login).await.unwrap();
        for table in tables::all() {
            let topic = promised.topics.iter().find(|topic| topic.title == table.name).unwrap();
            let outcomes = Asking::new(&mut login).everyone_of(role, &table.select(&keys)).await.unwrap();
            assert!(!outcomes.is_empty());
            for (caller, found) in outcomes {
                let answer = topic.answers.iter().find(|it| it.what == "select" && it.who == caller).unwrap();
                assert_eq!(answer.promised.as_deref(), Some(found.as_str()), "{} as {caller}", table.name);
            }
        }
    }
}

/// The matrix would also hold if the scene were empty: nobody can see what isn't there.
#[tokio::test]
async fn the_scene_has_a_row_of_each_record_in_every_table() {
    let (superuser, _) = set_the_scene().await;
    for table in tables::all() {
        assert!(rows(&superuser, table.name).await > 0, "{} is empty", table.name);
    }
}

/// Not in the matrix: a truncation locks the table, which a running database can't have.
#[tokio::test]
async fn the_owner_empties_no_table_of_the_audit() {
    let database = harness::Database::new().await;
    let mut owner = PgConnection::connect_with(&database.owner).await.unwrap();
    for table in ["audit_events", "audit_batches", "audit_unsealed", "audit_events cascade"] {
        let truncate = sqlx::raw_sql(AssertSqlSafe(format!("truncate {table}"))).execute(&mut owner).await;
        let code = truncate.unwrap_err().as_database_error().unwrap().code().unwrap().into_owned();
        // What another table refers to is refused before its trigger is asked.
        assert!(["23001", "0A000"].contains(&code.as_str()), "{table}: {code}");
    }
}

async fn rows(superuser: &PgPool, table: &str) -> i64 {
    let count = format!("select count(*) from {table}");
    sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(superuser).await.unwrap()
}
