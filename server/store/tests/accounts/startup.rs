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
async fn a_role_that_could_become_more_than_the_application_is_refused() {
    let scene = Scene::new().await;
    let database = scene.database.application.get_database().unwrap_or_default().to_owned();
    let owns_table = "; create table left_over (); alter table left_over owner to";
    let owns_function = "; create function left_over() returns int language sql as 'select 1';
                         alter function left_over() owner to";
    let owns_database = format!("; alter database {database} owner to");
    for (number, (made, then, expected)) in [
        ("superuser", "", "is a superuser"),
        ("bypassrls", "", "has BYPASSRLS"),
        ("createrole", "", "has CREATEROLE"),
        ("replication", "", "has REPLICATION"),
        ("in role carechart_owner", "", "the owner's role or the definer's"),
        ("in role carechart_definer", "", "the owner's role or the definer's"),
        ("in role carechart_app, pg_read_all_data", "", "is or could become another role"),
        ("noinherit in role carechart_app, pg_write_all_data", "", "is or could become another role"),
        ("in role pg_execute_server_program", "", "is or could become another role"),
        ("", owns_table, "owns the database or something in it"),
        ("", owns_function, "owns the database or something in it"),
        ("in role carechart_app", &owns_database, "owns the database or something in it"),
    ]
    .into_iter()
    .enumerate()
    {
        // Roles are the whole cluster's, so that its name is the test's own.
        let role = format!("{database}_role_{number}");
        let then = if then.is_empty() { String::new() } else { format!("{then} {role}") };
        scene.run(&format!("create role {role} login password 'made for a test' {made}{then}")).await;
        let options = scene.database.application.clone().username(&role).password("made for a test");
        let reason = refusal(options).await;
        scene
            .run(&format!("reassign owned by {role} to carechart_owner; drop owned by {role}; drop role {role}"))
            .await;
        scene.run("drop table if exists left_over; drop function if exists left_over").await;
        assert!(reason.contains(expected), "{made}: {reason}");
    }
}

#[tokio::test]
async fn a_role_of_its_own_that_is_nothing_but_the_application_is_accepted() {
    let scene = Scene::new().await;
    let role = format!("{}_role", scene.database.application.get_database().unwrap_or_default());
    scene.run(&format!("create role {role} login password 'made for a test' in role carechart_app")).await;
    let options = scene.database.application.clone().username(&role).password("made for a test");
    let connected = Store::connect(options, clinic()).await;
    if let Ok(store) = &connected {
        store.close().await;
    }
    scene.run(&format!("drop role {role}")).await;
    assert!(connected.is_ok(), "{connected:?}");
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
async fn a_database_that_is_not_there_is_unavailable() {
    let database = Database::new().await;
    let nowhere = database.application.clone().socket("/nonexistent");
    assert!(matches!(Store::connect(nowhere, clinic()).await, Err(Error::Unavailable)));
}
