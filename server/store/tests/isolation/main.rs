//! The isolation matrix: who may do what with which row, found out with real SQL as the application's role and compared
//! with `tests/isolation.txt`, which people read.
//!
//! After a change that is meant, `UPDATE_ISOLATION=1 cargo nextest run -p store --test isolation` writes the file anew;
//! each changed line then wants to be understood before it is committed.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod asking;
mod catalogue;
mod events;
#[path = "../harness/mod.rs"]
mod harness;
mod probes;
mod report;
mod scene;
mod tables;

use std::{fs, path::Path};

use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

use crate::{asking::Asking, report::Report};

/// A database of its own with the scene in it: past every policy, and as the application's and the owner's role.
async fn set_the_scene() -> (PgPool, Asking, PgConnection) {
    let database = harness::Database::new().await;
    let superuser = database.superuser_pool().await;
    sqlx::raw_sql(AssertSqlSafe(scene::sql())).execute(&superuser).await.unwrap();
    let application = PgConnection::connect_with(&database.application).await.unwrap();
    let owner = PgConnection::connect_with(&database.owner).await.unwrap();
    (superuser, Asking::new(application), owner)
}

#[tokio::test]
async fn everyone_may_do_what_the_file_says_and_nothing_else() {
    let (superuser, mut asking, mut owner) = set_the_scene().await;
    let mut report = Report::default();

    report.heading("Roles of the cluster, and what they own");
    report.lines(catalogue::roles(&superuser).await);

    report.heading("Every table: who does what with Freda's rows, and sees which");
    for table in tables::TABLES {
        report.title(table.name);
        let select = format!("select distinct {} from {}", table.label, table.name);
        report.outcomes("select", asking.everyone(&select).await);
        report.outcomes("insert", asking.everyone(table.insert).await);
        report.outcomes("update", asking.everyone(table.update).await);
        report.outcomes("delete", asking.everyone(&format!("delete from {}", table.name)).await);
    }

    for (heading, probes) in [
        ("Ids of different records in one row", probes::MIXED),
        ("Somebody else's name", probes::OTHERS_NAMES),
        ("What is settled", probes::SETTLED),
        ("Functions of the definer, and what they tell", probes::FUNCTIONS),
        ("Those of one's own account, and what they tell", probes::OF_AN_ACCOUNT),
        ("Those of passkeys and of lost second factors", probes::OF_PASSKEYS),
    ] {
        report.heading(heading);
        for (words, statement) in probes {
            report.title(words);
            report.outcomes("", asking.everyone(statement).await);
        }
    }

    let require = "update security_rules set requires_second_factor = true";
    sqlx::raw_sql(require).execute(&superuser).await.unwrap();
    report.heading("Where a second factor is asked for, which the colleague alone has: who sees which rows");
    for table in tables::TABLES {
        let select = format!("select distinct {} from {}", table.label, table.name);
        report.title(table.name);
        report.outcomes("select", asking.everyone(&select).await);
    }

    report.heading("What the owner's role can't do either");
    for (words, statement) in probes::OWNER {
        report.line(words, &asking::try_as(&mut owner, None, statement).await);
    }

    report.heading("Columns that the application may name");
    for (table, columns) in catalogue::columns(&superuser).await {
        report.title(&table);
        for command in ["select", "insert", "update"] {
            report.columns(command, asking.permitted_columns(&table, &columns, command).await, columns.len());
        }
    }

    report.heading("Columns that the definer may name");
    report.lines(catalogue::granted(&superuser, "carechart_definer").await);

    report.heading("Functions");
    report.lines(catalogue::functions(&superuser).await);

    compare(&report.text());
}

/// # Panics
/// When the file says something else, with the lines that differ.
fn compare(found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/isolation.txt");
    if std::env::var_os("UPDATE_ISOLATION").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    let differences = report::differences(&expected, found);
    assert!(differences.is_empty(), "tests/isolation.txt says something else:\n{differences}");
}

#[tokio::test]
async fn every_table_is_protected_and_every_function_is_tried() {
    let database = harness::Database::new().await;
    // The server starts with what was migrated, and as this role.
    database.store().await.close().await;
    let superuser = database.superuser_pool().await;
    assert_eq!(catalogue::complaints(&superuser, &listed()).await, Vec::<String>::new());
    let tried = || {
        let probes = [probes::FUNCTIONS, probes::OF_AN_ACCOUNT, probes::OF_PASSKEYS];
        probes.into_iter().flatten().map(|(_, statement)| statement)
    };
    for function in catalogue::definer_functions(&superuser).await {
        let call = format!("{function}(");
        assert!(tried().any(|statement| statement.contains(&call)), "nobody tries {function}()");
    }
}

#[tokio::test]
async fn what_is_added_without_protection_is_noticed() {
    let superuser = harness::Database::new().await.superuser_pool().await;
    let functions = catalogue::functions(&superuser).await;
    let stray = "create table stray (id integer);
                 create view stray_view as select * from patients;
                 create policy stray_policy on visits using (true);
                 create function stray() returns integer security definer return 1;
                 alter table documents no force row level security";
    sqlx::raw_sql(stray).execute(&superuser).await.unwrap();
    let complaints = catalogue::complaints(&superuser, &listed()).await;
    assert_eq!(
        complaints,
        [
            "documents lacks FORCE ROW LEVEL SECURITY",
            "stray isn't in the matrix",
            "stray lacks FORCE ROW LEVEL SECURITY",
            "stray has no policy",
            "stray has another owner",
            "stray_view isn't read with the caller's eyes",
            "stray_policy binds everyone instead of a role",
        ]
    );
    let new: Vec<String> = catalogue::functions(&superuser).await;
    let new: Vec<&String> = new.iter().filter(|function| !functions.contains(function)).collect();
    assert_eq!(new, ["  stray(): DEFINER, owner postgres, no search_path, for PUBLIC"]);
}

/// The tables that the matrix tries.
fn listed() -> Vec<&'static str> {
    tables::TABLES.iter().map(|table| table.name).collect()
}

/// The matrix would also hold if the scene were empty: nobody can see what isn't there.
#[tokio::test]
async fn the_scene_has_a_row_of_each_record_in_every_table() {
    let (superuser, ..) = set_the_scene().await;
    for table in tables::TABLES {
        let count = format!("select count(*) from {}", table.name);
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&superuser).await.unwrap();
        assert!(rows > 0, "{} is empty", table.name);
    }
}
