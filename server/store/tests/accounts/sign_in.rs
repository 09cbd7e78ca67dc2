use model::account::AccountKind;
use store::{Caller, NewSession};

use crate::scene::{IDLE, NOWHERE, Scene, from};

#[tokio::test]
async fn an_address_is_found_however_it_is_typed() {
    let scene = Scene::new().await;
    for email in ["admin@example.org", " Admin@Example.ORG "] {
        let attempt = scene.store.begin_sign_in(email, &NOWHERE).await.unwrap();
        let account = attempt.account.unwrap();
        assert_eq!((account.user, account.kind), (scene.administrator, AccountKind::Administrator));
        assert_eq!(account.password_hash, "admin's hash");
        assert!(!format!("{account:?}").contains("hash"));
    }
}

#[tokio::test]
async fn an_unknown_address_is_counted_and_refused_like_a_wrong_password() {
    let scene = Scene::new().await;
    for email in ["nobody@example.org", "admin@example.org", "no\0body", &"a".repeat(100_000), ""] {
        let attempt = scene.store.begin_sign_in(email, &from("192.0.2.1")).await.unwrap();
        assert_eq!(attempt.account.is_some(), email.starts_with("admin"));
        scene.store.refuse_sign_in(&attempt, &from("192.0.2.1")).await.unwrap();
    }
    let failures: i64 =
        sqlx::query_scalar("select count(*) from sign_in_failures").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(failures, 5);
    assert_eq!(scene.events().await, vec![("session.refuse".to_owned(), None, "none".to_owned()); 5]);
}

#[tokio::test]
async fn a_sign_in_leaves_who_where_and_when() {
    let scene = Scene::new().await;
    let attempt = scene.store.begin_sign_in("admin@example.org", &from("192.0.2.1")).await.unwrap();
    let session = scene.sign_in(scene.administrator, 1, None).await;
    drop(attempt);
    let signed_in = scene.find(1).await.unwrap();
    assert_eq!((signed_in.session, signed_in.user.id), (session, scene.administrator));
    let caller = Caller { user: scene.administrator, session, address: from("192.0.2.1").address };
    scene.store.end_session(&caller).await.unwrap();
    assert_eq!(scene.find(1).await, None);
    let by = |action: &str| (action.to_owned(), Some(scene.administrator.0), "administration".to_owned());
    assert_eq!(scene.events().await, [by("session.begin"), by("session.end")]);
    let address: String = sqlx::query_scalar("select host(address) from audit_events where action = 'session.end'")
        .fetch_one(&scene.superuser)
        .await
        .unwrap();
    assert_eq!(address, "192.0.2.1");
}

#[tokio::test]
async fn the_token_itself_is_nowhere() {
    let scene = Scene::new().await;
    let caller =
        Caller { user: scene.administrator, session: model::id::SessionId(uuid::Uuid::now_v7()), address: None };
    let session = NewSession { token_hash: [7; 32], lifetime: IDLE, replaced: None, device: String::new() };
    scene.store.begin_session(&caller, &session, None).await.unwrap();
    let stored: Vec<u8> =
        sqlx::query_scalar("select token_hash from sessions").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(stored, [7; 32]);
}
