use http::HeaderMap;
use model::account::AccountKind;
use sessions::{Browser, Error, Token};

use crate::scene::{EMAIL, NOWHERE, PASSWORD, Scene, cookies, done};

#[tokio::test]
async fn the_right_password_signs_in_until_signing_out() {
    let scene = Scene::new().await;
    let session = scene.sign_in(" Admin@example.org", PASSWORD).await.unwrap();
    assert_eq!(session.kind, AccountKind::Administrator);
    let signed_in = scene.find(&session.token).await.unwrap();
    assert_eq!(signed_in.user.display_name, EMAIL);
    scene.sessions.sign_out(&signed_in, &NOWHERE).await.unwrap();
    assert_eq!(scene.find(&session.token).await, None);
}

#[tokio::test]
async fn no_other_password_does() {
    let scene = Scene::new().await;
    for password in ["correct horse batterz", "", " correct horse battery", &"a".repeat(1_000_000)] {
        let refused = scene.sign_in(EMAIL, password).await;
        assert!(matches!(refused, Err(Error::WrongCredentials)), "{refused:?}");
    }
    scene.sign_in(EMAIL, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn the_right_password_waits_as_well_after_too_many_wrong_ones() {
    let scene = Scene::new().await;
    for _ in 0..10 {
        assert!(matches!(scene.sign_in(EMAIL, "wrong").await, Err(Error::WrongCredentials)));
    }
    let refused = scene.sign_in(EMAIL, PASSWORD).await;
    assert!(matches!(refused, Err(Error::Store(store::Error::TooManyAttempts { .. }))), "{refused:?}");
}

#[tokio::test]
async fn every_sign_in_has_a_new_token_and_ends_the_browsers_earlier_session() {
    let scene = Scene::new().await;
    let first = scene.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    let browser = Browser { replaced: Some(scene.find(&first).await.unwrap().secret), ..Browser::default() };
    let second = done(scene.sessions.sign_in(EMAIL, PASSWORD, &NOWHERE, &browser).await.unwrap()).token;
    assert_ne!(first, second);
    assert_eq!(scene.find(&first).await, None);
    assert!(scene.find(&second).await.is_some());
}

#[tokio::test]
async fn a_refused_sign_in_leaves_the_earlier_session_alone() {
    let scene = Scene::new().await;
    let first = scene.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    let session = scene.find(&first).await.unwrap().secret;
    let browser = Browser { replaced: Some(session), ..Browser::default() };
    assert!(scene.sessions.sign_in(EMAIL, "wrong", &NOWHERE, &browser).await.is_err());
    assert!(scene.find(&first).await.is_some());
}

#[tokio::test]
async fn a_cookie_that_is_missing_malformed_or_made_up_is_nobodys() {
    let scene = Scene::new().await;
    assert_eq!(scene.sessions.find(&HeaderMap::new()).await.unwrap(), None);
    assert_eq!(scene.sessions.find(&cookies("session=nonsense")).await.unwrap(), None);
    assert_eq!(scene.find(&Token::random()).await, None);
}

#[tokio::test]
async fn the_database_holds_neither_the_token_nor_the_password() {
    let scene = Scene::new().await;
    let token = scene.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    let held = "select string_agg(t::text, ' ') from (select s::text as t from sessions s
                 union all select u::text from users u) rows";
    let held: String = sqlx::query_scalar(held).fetch_one(&scene.superuser).await.unwrap();
    assert!(!held.contains(PASSWORD) && !held.contains(&token.encode()));
    assert!(held.contains("$argon2id$v=19$m=19456,t=2,p=1$"));
}
