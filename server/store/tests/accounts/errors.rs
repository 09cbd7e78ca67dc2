use model::id::PatientId;
use store::Error;
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene, demographics};

#[tokio::test]
async fn what_the_database_refuses_is_named_without_a_value() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let who = demographics(&"Confidential".repeat(10), "Kris");
    let id = PatientId(Uuid::now_v7());
    let error = scene.begin(maya.user).await.register_patient(id, &who, &[]).await.unwrap_err();
    assert_eq!(error.to_string(), "the database reports SQLSTATE 23514 by patients_first_name_check");
    for said in [format!("{error:?}"), error.to_string()] {
        assert!(!said.contains("Confidential") && !said.contains("insert") && !said.contains("1980"), "{said}");
    }
}

#[tokio::test]
async fn a_closed_store_and_a_cancelled_statement_are_unavailable() {
    let scene = Scene::new().await;
    let caller = scene.caller(scene.administrator).await;
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    scene
        .run(
            "select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()",
        )
        .await;
    assert!(matches!(tx.list_providers("", None).await, Err(Error::Unavailable)));
    drop(tx);
    scene.store.close().await;
    assert!(matches!(scene.store.begin_as(&caller).await, Err(Error::Unavailable)));
    scene.gate.close().await;
    let begun = scene.gate.begin_sign_in("admin@example.org", &NOWHERE).await;
    assert!(matches!(begun, Err(Error::Unavailable)));
    scene.worker.close().await;
    assert!(matches!(scene.worker.newest_audit_root().await, Err(Error::Unavailable)));
}
