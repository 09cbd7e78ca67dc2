//! Migrations while somebody else does something.

use std::time::{Duration, Instant};

use schema::Schema;
use sqlx::{Connection, PgConnection};

use crate::{
    catalogue::{assert_same, catalogue},
    database::{Database, refusal},
    files::{next, numbered, small},
};

/// With an index that is built beside everything else.
fn concurrent() -> Schema {
    const INDEX: &str = "-- no-transaction\ncreate index concurrently by_author on notes (author)";
    let mut schema = small();
    // Before one that isn't: it comes last all the same.
    schema.migrations.push(numbered(2, "authors", INDEX));
    schema.migrations.push(numbered(3, "titles", "alter table notes add title text"));
    schema
}

#[tokio::test]
async fn two_at_once_both_succeed() {
    let (fresh, database) = (Database::new().await, Database::new().await);
    small().migrate(fresh.owner.clone()).await.unwrap();
    let (first, second, third) = (small(), small(), small());
    let results = tokio::join!(
        first.migrate(database.owner.clone()),
        second.migrate(database.owner.clone()),
        third.migrate_if_changed(database.owner.clone())
    );
    assert!(matches!(results, (Ok(()), Ok(()), Ok(()))), "{results:?}");
    assert_same(&catalogue(&database).await, &catalogue(&fresh).await);
}

/// Whoever waits inside of Postgres would be waited for by the index.
#[tokio::test]
async fn two_at_once_with_an_index_beside_everything_both_succeed() {
    let database = Database::new().await;
    let (first, second) = (concurrent(), concurrent());
    let results =
        tokio::join!(first.migrate(database.owner.clone()), second.migrate_if_changed(database.owner.clone()));
    assert!(matches!(results, (Ok(()), Ok(()))), "{results:?}");
}

#[tokio::test]
async fn a_file_without_a_transaction_runs_last_and_once() {
    let database = Database::new().await;
    concurrent().migrate(database.owner.clone()).await.unwrap();
    let applied = "select string_agg(version::text, ' ' order by installed_on) from _sqlx_migrations";
    assert_eq!(database.ask::<String>(applied).await, "1 3 2");
    let index =
        "select 'by_author'::regclass::oid::int8 from pg_index where indexrelid = 'by_author'::regclass and indisvalid";
    let made: i64 = database.ask(index).await;
    let before = catalogue(&database).await;
    concurrent().migrate(database.owner.clone()).await.unwrap();
    assert_eq!(database.ask::<i64>(index).await, made);
    assert_same(&catalogue(&database).await, &before);
    concurrent().check_at(database.application.clone()).await.unwrap();
}

#[tokio::test]
async fn a_file_without_a_transaction_that_fails_is_run_again() {
    let database = Database::new().await;
    let mut unique = concurrent();
    let index = "-- no-transaction\ncreate unique index concurrently by_author on notes (author)";
    unique.migrations[1] = numbered(2, "authors", index);
    small().migrate(database.owner.clone()).await.unwrap();
    database.run("insert into notes (author) values ('Ada'), ('Ada')").await;
    let reason = refusal(unique.migrate(database.owner.clone()).await);
    assert!(reason.starts_with("0002_authors.sql: could not create unique index"), "{reason}");
    assert!(reason.contains("Drop the index") && !reason.contains("Ada"), "{reason}");
    assert!(refusal(unique.check_at(database.application.clone()).await).contains("0002_authors is missing"));
    database.run("drop index by_author; update notes set author = id::text").await;
    unique.migrate_if_changed(database.owner.clone()).await.unwrap();
    unique.check_at(database.application.clone()).await.unwrap();
}

#[tokio::test]
async fn a_table_that_somebody_uses_is_not_waited_for_long() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    let before = catalogue(&database).await;
    let mut application = PgConnection::connect_with(&database.application).await.unwrap();
    let mut using = application.begin().await.unwrap();
    sqlx::query("select from notes").execute(&mut *using).await.unwrap();
    let mut hasty = next();
    hasty.lock_timeout = Duration::from_millis(200);
    let began = Instant::now();
    let reason = refusal(hasty.migrate(database.owner.clone()).await);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(reason.contains("somebody is using a table") && reason.contains("nothing was changed"), "{reason}");
    assert_same(&catalogue(&database).await, &before);
    // A server that starts meanwhile has nothing to wait for.
    small().migrate_if_changed(database.owner.clone()).await.unwrap();
    using.rollback().await.unwrap();
    hasty.migrate(database.owner.clone()).await.unwrap();
}

#[tokio::test]
async fn what_is_up_to_date_is_left_alone() {
    let database = Database::new().await;
    small().migrate_if_changed(database.owner.clone()).await.unwrap();
    let when = "select max(xmin::text::int8) from schema_rules";
    let applied: i64 = database.ask(when).await;
    small().migrate_if_changed(database.owner.clone()).await.unwrap();
    assert_eq!(database.ask::<i64>(when).await, applied);
    small().migrate(database.owner.clone()).await.unwrap();
    assert_ne!(database.ask::<i64>(when).await, applied, "whoever asks for it gets it");
}
