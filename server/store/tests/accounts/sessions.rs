use chrono::{DateTime, Utc};
use model::account::AccountKind;
use store::Caller;

use crate::scene::Scene;

async fn last_seen(scene: &Scene) -> DateTime<Utc> {
    sqlx::query_scalar("select last_seen_at from sessions").fetch_one(&scene.superuser).await.unwrap()
}

#[tokio::test]
async fn a_session_says_whose_it_is() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let new = scene.applicant("New").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    for (number, user) in [(1, maya.user), (2, new.user), (3, freda), (4, scene.administrator)] {
        scene.sign_in(user, number, None).await;
    }
    let user = scene.find(1).await.unwrap().user;
    assert_eq!((user.kind, user.display_name.as_str()), (AccountKind::Provider, "Maya"));
    assert_eq!((user.provider, user.is_verified, user.patient), (Some(maya.id), true, None));
    let user = scene.find(2).await.unwrap().user;
    assert_eq!((user.provider, user.is_verified), (Some(new.id), false));
    let user = scene.find(3).await.unwrap().user;
    assert_eq!((user.kind, user.display_name.as_str()), (AccountKind::Patient, "Freda Kris"));
    assert_eq!((user.provider, user.is_verified, user.patient), (None, false, Some(patient)));
    let user = scene.find(4).await.unwrap().user;
    assert_eq!((user.kind, user.display_name.as_str()), (AccountKind::Administrator, "admin@example.org"));
    assert_eq!(scene.find(5).await, None);
}

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let scene = Scene::new().await;
    scene.sign_in(scene.administrator, 1, None).await;
    scene.run("update sessions set last_seen_at = now() - interval '29 minutes'").await;
    assert!(scene.find(1).await.is_some());
    scene.run("update sessions set last_seen_at = now() - interval '30 minutes'").await;
    assert_eq!(scene.find(1).await, None);
    assert_eq!(scene.find(1).await, None, "asking doesn't revive it");
}

#[tokio::test]
async fn a_session_that_is_used_all_the_time_ends_all_the_same() {
    let scene = Scene::new().await;
    scene.sign_in(scene.administrator, 1, None).await;
    let almost =
        "update sessions set created_at = now() - interval '12 hours', expires_at = now() + interval '1 minute'";
    scene.run(almost).await;
    assert!(scene.find(1).await.is_some());
    scene.run("update sessions set expires_at = now()").await;
    assert_eq!(scene.find(1).await, None);
}

#[tokio::test]
async fn a_use_is_noted_once_a_minute() {
    let scene = Scene::new().await;
    scene.sign_in(scene.administrator, 1, None).await;
    let first = last_seen(&scene).await;
    scene.find(1).await.unwrap();
    assert_eq!(last_seen(&scene).await, first);
    scene.run("update sessions set last_seen_at = now() - interval '2 minutes'").await;
    scene.find(1).await.unwrap();
    assert!(last_seen(&scene).await > first);
}

#[tokio::test]
async fn the_browsers_earlier_session_ends_at_sign_in() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let first = scene.sign_in(maya.user, 1, None).await;
    scene.sign_in(maya.user, 2, None).await;
    scene.sign_in(scene.administrator, 3, Some(first)).await;
    assert_eq!(scene.find(1).await, None);
    assert!(scene.find(2).await.is_some() && scene.find(3).await.is_some());
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let session = scene.sign_in(scene.administrator, 1, None).await;
    scene.store.end_session(&Caller { user: maya.user, session, address: None }).await.unwrap();
    assert!(scene.find(1).await.is_some());
}

#[tokio::test]
async fn withdrawing_the_verification_ends_access_and_sessions_at_once() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    scene.sign_in(maya.user, 1, None).await;
    // Begun before, and reads afterwards.
    let mut tx = scene.begin(maya.user).await;
    assert!(tx.chart_header(patient).await.is_ok());
    scene.set_verified(maya, false).await.unwrap();
    assert!(matches!(tx.chart_header(patient).await, Err(store::Error::NotFound)));
    assert_eq!(scene.find(1).await, None);
    // Who signs in again is a provider who waits for verification, and verified again treats as before.
    scene.sign_in(maya.user, 2, None).await;
    assert!(!scene.find(2).await.unwrap().user.is_verified);
    scene.set_verified(maya, true).await.unwrap();
    assert!(scene.begin(maya.user).await.chart_header(patient).await.is_ok());
}
