//! What the register of record tables refuses: each of these is a mistake that somebody would make in a new file.

use schema::Schema;

use crate::{
    database::{Database, refusal},
    files::{numbered, rules as rules_file},
};

/// The migrations themselves, with one more table, and one more file of rules before those that are made of the register.
fn with(table: &'static str, rules: &'static str) -> Schema {
    let mut schema = Schema::embedded();
    schema.migrations.push(numbered(9000, "new", table));
    schema.rules.push(rules_file("80_new.sql", rules));
    schema.rules.sort_by(|one, other| one.name.cmp(&other.name));
    schema
}

const DRAFTS: &str =
    "create table drafts (id uuid primary key, patient_id uuid not null references patients, text text)";

const REGISTERED: &str =
    "insert into record_tables values ('drafts', 'patient_id', true, false, false, null, false, 'stays', null)";

async fn reason(table: &'static str, rules: &'static str) -> String {
    let database = Database::new().await;
    refusal(with(table, rules).migrate(database.owner.clone()).await)
}

#[tokio::test]
async fn a_registered_table_is_migrated_and_has_what_the_register_says() {
    let database = Database::new().await;
    with(DRAFTS, REGISTERED).migrate(database.owner.clone()).await.unwrap();
    let made: String = database
        .ask(
            "select string_agg(name, ', ' order by name)
               from (select policyname::text as name from pg_policies
                      where tablename = 'drafts' and 'carechart_app' = any (roles)
                     union all
                     select tgname::text from pg_trigger where tgrelid = 'drafts'::regclass and not tgisinternal) made",
        )
        .await;
    assert_eq!(made, "kept, refuse_merged, treating");
}

#[tokio::test]
async fn a_table_with_a_patient_that_isnt_registered_is_refused() {
    let aunt = "create table aunts (id uuid primary key, of_whom uuid not null references patients)";
    for table in [DRAFTS, aunt, "create table notes (id uuid primary key, patient_id uuid)"] {
        let reason = reason(table, "").await;
        assert!(reason.contains("aren't in record_tables: "), "{reason}");
    }
}

#[tokio::test]
async fn an_emergency_writes_what_the_register_says_alone() {
    for policy in [
        "for insert to carechart_app with check (exists (select from reads_record(patient_id)))",
        "to carechart_app using (exists (select from writes_in_emergency(patient_id)))",
        "for update to carechart_app using (treats(patient_id))",
    ] {
        let rules: &'static str = format!("{REGISTERED}; create policy writes on drafts {policy}").leak();
        let reason = reason(DRAFTS, rules).await;
        assert!(reason.contains("writes on drafts"), "{policy}: {reason}");
    }
}

#[tokio::test]
async fn what_keeps_versions_keeps_its_rows_as_they_are() {
    for keeper in ["visits", "draft_versions"] {
        let rules: &'static str = REGISTERED.replace("'stays', null", &format!("'stays', '{keeper}'")).leak();
        let reason = reason(DRAFTS, rules).await;
        assert!(reason.contains("is no table that keeps its rows"), "{keeper}: {reason}");
    }
}
