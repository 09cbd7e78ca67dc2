use sqlx::postgres::PgConnectOptions;
use store::{Error, Store};

use crate::{
    harness::{Database, clinic},
    scene::Scene,
};

async fn refusal(options: PgConnectOptions) -> String {
    match Store::connect(options, clinic()).await {
        Err(Error::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_role_that_could_bypass_the_policies_is_refused() {
    let database = Database::new().await;
    assert!(refusal(database.superuser.clone()).await.contains("is a superuser"));
    assert!(refusal(database.owner.clone()).await.contains("the owner's role or the definer's"));
    assert!(Store::connect(database.application.clone(), clinic()).await.is_ok());
}

#[tokio::test]
async fn a_role_with_bypassrls_or_one_that_could_become_another_is_refused() {
    let scene = Scene::new().await;
    let database = scene.database.application.get_database().unwrap_or_default().to_owned();
    for (number, (made, expected)) in [
        ("bypassrls", "has BYPASSRLS"),
        ("in role carechart_owner", "the owner's role or the definer's"),
        ("in role carechart_definer", "the owner's role or the definer's"),
    ]
    .into_iter()
    .enumerate()
    {
        // Roles are the whole cluster's, so that its name is the test's own.
        let role = format!("{database}_role_{number}");
        scene.run(&format!("create role {role} login password 'made for a test' {made}")).await;
        let options = scene.database.application.clone().username(&role).password("made for a test");
        let reason = refusal(options).await;
        scene.run(&format!("drop role {role}")).await;
        assert!(reason.contains(expected), "{made}: {reason}");
    }
}

#[tokio::test]
async fn a_table_that_is_not_protected_and_a_view_that_is_the_owners_are_refused() {
    let scene = Scene::new().await;
    let options = &scene.database.application;
    scene.run("alter table visits no force row level security").await;
    assert!(refusal(options.clone()).await.contains(": visits."));
    scene.run("alter table visits force row level security; alter table documents disable row level security").await;
    assert!(refusal(options.clone()).await.contains(": documents."));
    scene.run("alter table documents enable row level security; create view careless as select * from visits").await;
    assert!(refusal(options.clone()).await.contains(": careless."));
    scene.run("alter view careless set (security_invoker = true)").await;
    assert!(Store::connect(options.clone(), clinic()).await.is_ok());
}

#[tokio::test]
async fn a_database_that_lacks_a_migration_is_refused() {
    let scene = Scene::new().await;
    let options = &scene.database.application;
    scene.run("delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)").await;
    assert!(refusal(options.clone()).await.contains("isn't migrated"));
    scene.run("drop table _sqlx_migrations").await;
    assert!(refusal(options.clone()).await.contains("0001_tables is missing. Run `server migrate`"));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    let database = Database::new().await;
    let nowhere = database.application.clone().socket("/nonexistent");
    assert!(matches!(Store::connect(nowhere, clinic()).await, Err(Error::Unavailable)));
}
