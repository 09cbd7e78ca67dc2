//! The rules in a database are those of the files, and no others.

use sqlx::{Connection, PgConnection};

use crate::{
    catalogue::{assert_same, catalogue},
    database::{Database, refusal},
    files::{next, rules, small},
};

/// What nobody has put into a file, of each kind, made by whoever may do anything.
pub const STRAY: &str = "
    create policy stray on notes for select to carechart_app using (true);
    create policy stray on _sqlx_migrations to public using (true);
    create function stray() returns integer language sql return 1;
    create function astray() returns integer language sql security definer return stray() + shorts();
    alter function stray() owner to carechart_owner;
    create view stray_view as select * from notes;
    create function seen() returns bigint language sql begin atomic select count(*) from stray_view; end;
    create view stray_again as select seen();
    create materialized view stray_copy as select * from notes;
    create function let_it() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger stray before insert on notes for each row execute function let_it();
    create constraint trigger astray after insert on notes for each row execute function let_it();
    alter table notes disable trigger stays;
    create rule stray as on delete to notes do instead nothing;
    grant all on notes, schema_rules, _sqlx_migrations to carechart_app, carechart_gate, carechart_worker;
    grant select on notes to public;
    grant update (author), select (id) on notes to carechart_definer with grant option;
    grant usage on sequence notes_id_seq to carechart_app, carechart_gate, carechart_worker;
    grant create on schema public to carechart_app, carechart_gate, carechart_worker;
    grant execute on function bare(text) to carechart_gate, carechart_worker, carechart_definer;
    alter table notes no force row level security;
    drop policy writing on notes;
    drop policy owner on schema_rules;
    drop policy owner on _sqlx_migrations;
    drop function writes_twice;
    create or replace function refuse() returns trigger language plpgsql as $$ begin return old; end $$";

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    let first = catalogue(&database).await;
    for expected in ["policy writing on notes", "function of carechart_definer", "trigger CREATE TRIGGER stays"] {
        assert!(first.contains(expected), "{expected}: {first}");
    }
    small().migrate(database.owner.clone()).await.unwrap();
    assert_same(&catalogue(&database).await, &first);
    let kept: bool = database.ask("select to_regprocedure('similarity(text,text)') is not null").await;
    assert!(kept, "what belongs to an extension");
    let noted: (i64, i64) = sqlx::query_as("select count(*), sum(number) from schema_rules")
        .fetch_one(&mut database.superuser().await)
        .await
        .unwrap();
    assert_eq!(noted, (1, 3));
}

#[tokio::test]
async fn what_no_file_says_is_gone_afterwards() {
    let (fresh, database) = (Database::new().await, Database::new().await);
    small().migrate(fresh.owner.clone()).await.unwrap();
    small().migrate(database.owner.clone()).await.unwrap();
    database.run(STRAY).await;
    assert_ne!(catalogue(&database).await, catalogue(&fresh).await);
    small().migrate(database.owner.clone()).await.unwrap();
    assert_same(&catalogue(&database).await, &catalogue(&fresh).await);
}

/// Without it no old rule would end.
#[tokio::test]
async fn a_newer_version_makes_of_an_older_database_what_it_makes_of_an_empty_one() {
    let (fresh, database) = (Database::new().await, Database::new().await);
    small().migrate(database.owner.clone()).await.unwrap();
    database.run("insert into notes (author) values ('Ada'), ('Otis')").await;
    let mut application = PgConnection::connect_with(&database.application).await.unwrap();
    let seen = |number: i64| move |found: i64| assert_eq!(found, number);
    sqlx::query_scalar("select count(*) from notes").fetch_one(&mut application).await.map(seen(2)).unwrap();
    let mut newer = next();
    newer.rules[1].text =
        newer.rules[1].text.replace("where n.author = $1", "where n.author = 'Ada' and $1 = 'Ada'").into();
    newer.migrate(fresh.owner.clone()).await.unwrap();
    newer.migrate(database.owner.clone()).await.unwrap();
    assert_same(&catalogue(&database).await, &catalogue(&fresh).await);
    // On the connection that had planned the same before.
    sqlx::query_scalar("select count(*) from notes").fetch_one(&mut application).await.map(seen(1)).unwrap();
    // The owner has had no policy for it.
    assert_eq!(database.ask::<i64>("select count(*) from notes where signed").await, 2);
}

#[tokio::test]
async fn what_an_index_a_default_or_a_check_asks_stays() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    let ids = "select string_agg(oid::text, ' ' order by oid) from pg_proc
                where oid in (to_regproc('bare'), to_regproc('normalized'), to_regproc('is_short'), to_regproc('first_words'))";
    let (before, rule): (String, i64) =
        (database.ask(ids).await, database.ask("select 'shorts'::regproc::oid::int8").await);
    small().migrate(database.owner.clone()).await.unwrap();
    assert_eq!(database.ask::<String>(ids).await, before);
    assert_eq!(before.split(' ').count(), 4);
    assert_ne!(database.ask::<i64>("select 'shorts'::regproc::oid::int8").await, rule, "a rule is made anew");
    assert_eq!(database.ask::<i64>("select count(*) from pg_indexes where indexdef like '%normalized%'").await, 1);
}

#[tokio::test]
async fn a_rule_that_fails_leaves_everything_as_it_was() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    database.run("insert into notes (author) values ('Ada')").await;
    database.run(STRAY).await;
    let before = catalogue(&database).await;
    let mut broken = next();
    broken.rules.push(rules("04_broken.sql", "-- Ä.\nselect 1;\ncreate policy p on nothing using (true)"));
    let reason = refusal(broken.migrate(database.owner.clone()).await);
    assert_eq!(reason, "rules/04_broken.sql: relation \"nothing\" does not exist");
    broken.rules.pop();
    broken.rules.push(rules("04_broken.sql", "-- Ä.\nselect 1;\nselect wrong()"));
    let reason = refusal(broken.migrate(database.owner.clone()).await);
    assert_eq!(reason, "rules/04_broken.sql, line 3: function wrong() does not exist");
    assert_same(&catalogue(&database).await, &before);
    assert_eq!(database.ask::<i64>("select count(*) from _sqlx_migrations").await, 1);
    next().migrate(database.owner.clone()).await.unwrap();
}

#[tokio::test]
async fn a_numbered_file_that_fails_leaves_everything_as_it_was() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    let before = catalogue(&database).await;
    let mut broken = next();
    broken.migrations.push(crate::files::numbered(3, "broken", "alter table notes\n    add author text"));
    let reason = refusal(broken.migrate(database.owner.clone()).await);
    assert_eq!(reason, "0003_broken.sql: column \"author\" of relation \"notes\" already exists");
    assert_same(&catalogue(&database).await, &before);
}

/// Only a function could be wanted by something that isn't a rule.
#[tokio::test]
async fn a_view_that_an_index_asks_is_refused_and_the_index_stays() {
    let database = Database::new().await;
    small().migrate(database.owner.clone()).await.unwrap();
    database
        .run(
            "create view words as select 'a'::text as word;
             create function asked(text) returns bigint language sql immutable
                 begin atomic select count(*) from words where word = $1; end;
             create index by_word on notes (asked(author))",
        )
        .await;
    let before = catalogue(&database).await;
    assert!(refusal(small().migrate(database.owner.clone()).await).contains("asks a view"));
    assert_same(&catalogue(&database).await, &before);
}
