//! What is neither migrated nor served from.

use schema::SchemaError;
use sqlx::{Connection, PgConnection};

use crate::{
    catalogue::{assert_same, catalogue},
    database::{Database, refusal},
    files::{next, numbered, rules, small},
};

#[tokio::test]
async fn a_database_is_served_from_when_it_has_the_files_and_no_others() {
    let database = Database::new().await;
    let check = async |schema: schema::Schema| schema.check_at(database.application.clone()).await;
    assert_eq!(
        refusal(check(small()).await),
        "the database isn't migrated: 0001_notes is missing. Run `server migrate`."
    );
    small().migrate(database.owner.clone()).await.unwrap();
    check(small()).await.unwrap();
    // A superuser becomes the application first, as does whoever asks for the isolation report.
    small().check_at(database.superuser.clone()).await.unwrap();
    small().check(&mut PgConnection::connect_with(&database.owner).await.unwrap()).await.unwrap();

    assert!(refusal(check(next()).await).contains("0002_signatures is missing. Run `server migrate`"));
    let other_rules = "the rules in the database aren't this program's. Run `server migrate`.";
    let mut other = small();
    other.rules.push(rules("03_other.sql", "select 1"));
    assert_eq!(refusal(check(other).await), other_rules);
    let mut higher = small();
    higher.number += 1;
    assert_eq!(refusal(check(higher).await), other_rules);
    database.run("revoke select on schema_rules from carechart_app").await;
    assert_eq!(refusal(check(small()).await), other_rules);
    database.run("grant select on schema_rules to carechart_app; drop policy everyone on schema_rules").await;
    assert_eq!(refusal(check(small()).await), other_rules);
    small().migrate(database.owner.clone()).await.unwrap();
    check(small()).await.unwrap();
}

/// It would take the newer program's rules away from under it.
#[tokio::test]
async fn an_older_program_neither_migrates_nor_serves() {
    let database = Database::new().await;
    next().migrate(database.owner.clone()).await.unwrap();
    let before = catalogue(&database).await;
    let expected = "the database has rules 4, newer than this program's 3: use a newer program";
    assert_eq!(refusal(small().migrate(database.owner.clone()).await), expected);
    assert_eq!(refusal(small().migrate_if_changed(database.owner.clone()).await), expected);
    assert_eq!(refusal(small().check_at(database.application.clone()).await), expected);
    // Even if somebody has taken away what the owner reads the number by.
    database.run("drop policy owner on schema_rules").await;
    assert_eq!(refusal(small().migrate(database.owner.clone()).await), expected);
    database.run("create policy owner on schema_rules to carechart_owner using (true) with check (true)").await;
    assert_same(&catalogue(&database).await, &before);
}

/// A newer program was here, whose rules an older one may use: what it added is none of the older one's.
#[tokio::test]
async fn numbered_files_beside_the_programs_own_stay() {
    let database = Database::new().await;
    let mut newer = next();
    newer.number = small().number;
    newer.migrate(database.owner.clone()).await.unwrap();
    small().migrate(database.owner.clone()).await.unwrap();
    small().check_at(database.application.clone()).await.unwrap();
    assert_eq!(database.ask::<i64>("select count(*) from _sqlx_migrations").await, 2);
}

#[tokio::test]
async fn an_earlier_numbering_is_refused_and_told_of_the_way_out() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    database.run("drop table schema_rules").await;
    let before = catalogue(&database).await;
    for reason in [
        refusal(small().migrate(database.owner.clone()).await),
        refusal(small().migrate_if_changed(database.owner.clone()).await),
        refusal(small().check_at(database.application.clone()).await),
    ] {
        assert!(reason.contains("an earlier numbering") && reason.contains("`./run --fresh`"), "{reason}");
    }
    assert_same(&catalogue(&database).await, &before);
}

#[tokio::test]
async fn a_numbered_file_that_was_changed_is_refused() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    let mut changed = next();
    changed.migrations[0] = numbered(1, "notes", "select 1");
    let reason = refusal(changed.migrate(database.owner.clone()).await);
    assert!(reason.starts_with("0001_notes was changed") && reason.contains("`./run --fresh`"), "{reason}");
    assert_eq!(database.ask::<i64>("select count(*) from _sqlx_migrations").await, 1);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    let database = Database::new().await;
    let nowhere = || database.owner.clone().socket("/nonexistent");
    for result in [
        small().migrate(nowhere()).await,
        small().migrate_if_changed(nowhere()).await,
        small().check_at(nowhere()).await,
    ] {
        assert!(matches!(result, Err(SchemaError::Unavailable)), "{result:?}");
    }
}
