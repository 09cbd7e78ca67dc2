//! The files of `migrations/` themselves.

use std::fs;

use schema::{Schema, digest, migrate, migrate_if_changed, rules_number};

use crate::{
    catalogue::{assert_same, catalogue},
    database::Database,
};

#[test]
fn every_file_is_embedded_in_its_order() {
    let names = |directory: &str| -> Vec<String> {
        let directory = format!("{}/../../migrations/{directory}", env!("CARGO_MANIFEST_DIR"));
        let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = entries.filter(|name| name.ends_with(".sql") && name != "roles.sql").collect();
        names.sort();
        names
    };
    let Schema { migrations, rules, number, .. } = Schema::embedded();
    let rules: Vec<String> = rules.into_iter().map(|rules| rules.name.into_owned()).collect();
    assert_eq!(rules, names("rules"));
    let name = |description: &str| description.replace(' ', "_");
    let migrations = migrations.into_iter().map(|file| format!("{:04}_{}.sql", file.version, name(&file.description)));
    assert_eq!(migrations.collect::<Vec<_>>(), names(""));
    assert_eq!((number, digest().len()), (rules_number(), 16));
}

#[test]
fn another_text_name_or_number_is_another_digest() {
    let changes: [fn(&mut Schema); 4] = [
        |schema| schema.number += 1,
        |schema| schema.rules[0].name = "00_other.sql".into(),
        |schema| schema.rules[0].text.to_mut().push(' '),
        |schema| drop(schema.migrations.pop()),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut schema = Schema::embedded();
        change(&mut schema);
        assert_ne!(schema.digest(), digest(), "{number}");
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing_and_takes_away_what_no_file_says() {
    let database = Database::new().await;
    migrate(database.owner.clone()).await.unwrap();
    let fresh = catalogue(&database).await;
    schema::check_at(database.application.clone()).await.unwrap();
    migrate(database.owner.clone()).await.unwrap();
    assert_same(&catalogue(&database).await, &fresh);
    migrate_if_changed(database.owner.clone()).await.unwrap();
    database
        .run(
            "create policy stray on visits for select to carechart_app using (true);
             create function stray() returns integer security definer return 1;
             create view stray_view as select * from patients;
             create function stray_trigger() returns trigger language plpgsql as $$ begin return null; end $$;
             create trigger stray before insert on audit_events for each row execute function stray_trigger();
             grant all on sessions, audit_events, schema_rules to carechart_app;
             grant update (kind) on users to carechart_definer;
             grant create on schema public to carechart_app;
             alter table documents no force row level security",
        )
        .await;
    migrate(database.owner.clone()).await.unwrap();
    assert_same(&catalogue(&database).await, &fresh);
}
