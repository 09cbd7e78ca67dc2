use chrono::{DateTime, Utc};
use model::account::AccountKind;
use store::{Caller, SessionSecret};

use crate::scene::{Scene, nobodys};

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
    let second = last_seen(&scene).await;
    assert!(second > first);
    for _ in 0..3 {
        scene.find(1).await.unwrap();
    }
    assert_eq!(last_seen(&scene).await, second);
    scene.run("update sessions set last_seen_at = now() - interval '59 seconds'").await;
    let almost = last_seen(&scene).await;
    scene.find(1).await.unwrap();
    // Whatever the server thinks is due.
    sqlx::query("select touch_session($1)").bind([1_u8; 32]).execute(&scene.superuser).await.unwrap();
    assert_eq!(last_seen(&scene).await, almost);
}

#[tokio::test]
async fn a_use_is_noted_in_a_transaction_of_its_own_for_which_nobody_waits() {
    let scene = Scene::new().await;
    let caller = scene.sign_in(scene.administrator, 1, None).await;
    let due = "update sessions set last_seen_at = now() - interval '2 minutes'";
    scene.run(due).await;
    let before = last_seen(&scene).await;
    // Whoever works in a session doesn't write that it was seen, and holds nothing of it.
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.list_providers("", None).await.unwrap();
    assert_eq!(last_seen(&scene).await, before);
    let mut looking = scene.superuser.begin().await.unwrap();
    sqlx::query("select from sessions for update nowait").execute(&mut *looking).await.unwrap();
    looking.rollback().await.unwrap();
    // What is noted while it is open is seen at once, and stays when the transaction is taken back.
    scene.find(1).await.unwrap();
    let noted = last_seen(&scene).await;
    assert!(noted > before);
    drop(tx);
    assert_eq!(last_seen(&scene).await, noted);
    // The transaction with which a request begins is no other: it is done when the note is made, or makes none.
    scene.run(due).await;
    let open = scene.store.open_session(caller.secret, None).await.unwrap().unwrap();
    assert!(open.transaction.is_none());
    assert!(last_seen(&scene).await > noted);
    let open = scene.store.open_session(caller.secret, None).await.unwrap().unwrap();
    assert!(open.transaction.is_some());
    let mut looking = scene.superuser.begin().await.unwrap();
    sqlx::query("select from sessions for update nowait").execute(&mut *looking).await.unwrap();
    // Nor does anybody who is found wait for whoever holds the row.
    assert!(scene.find(1).await.is_some());
    drop(open);
}

#[tokio::test]
async fn of_a_session_that_has_ended_nothing_is_noted() {
    let scene = Scene::new().await;
    scene.sign_in(scene.administrator, 1, None).await;
    for ended in ["ended_at = now()", "ended_at = null, last_seen_at = now() - interval '30 minutes'"] {
        scene.run("update sessions set last_seen_at = now() - interval '2 minutes'").await;
        scene.run(&format!("update sessions set {ended}")).await;
        let before = last_seen(&scene).await;
        assert_eq!(scene.find(1).await, None);
        sqlx::query("select touch_session($1)").bind([1_u8; 32]).execute(&scene.superuser).await.unwrap();
        assert_eq!(last_seen(&scene).await, before, "{ended}");
    }
}

#[tokio::test]
async fn the_browsers_earlier_session_ends_at_sign_in() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let first = scene.sign_in(maya.user, 1, None).await;
    scene.sign_in(maya.user, 2, None).await;
    scene.sign_in(scene.administrator, 3, Some(first.secret)).await;
    assert_eq!(scene.find(1).await, None);
    assert!(scene.find(2).await.is_some() && scene.find(3).await.is_some());
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let theirs = scene.sign_in(scene.administrator, 1, None).await;
    let mayas = scene.sign_in(maya.user, 2, None).await;
    // They say that it is theirs, as nobody and as Maya.
    scene.store.end_session(&Caller { secret: SessionSecret(nobodys()), ..theirs }).await.unwrap();
    assert!(scene.find(1).await.is_some() && scene.find(2).await.is_some());
    scene.store.end_session(&Caller { secret: mayas.secret, ..theirs }).await.unwrap();
    assert!(scene.find(1).await.is_some() && scene.find(2).await.is_none(), "whose secret it is");
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
