use model::account::AccountKind;
use store::SignInStep;

use crate::scene::{NOWHERE, Scene, computed, from, kept_password, new_session};

const BEGUN: Option<SignInStep> = Some(SignInStep::Begun(AccountKind::Administrator));

#[tokio::test]
async fn an_address_is_found_however_it_is_typed_and_tells_nothing_of_the_password() {
    let scene = Scene::new().await;
    for (email, number) in [("admin@example.org", 1), (" Admin@Example.ORG ", 2)] {
        let attempt = scene.gate.begin_sign_in(email, &NOWHERE).await.unwrap();
        let kept = kept_password("admin");
        let (parameters, hash) = kept.rsplit_once('$').unwrap();
        assert_eq!(attempt.parameters.as_deref(), Some(parameters));
        assert!(!format!("{attempt:?}").contains(hash));
        let session = new_session(number);
        let step = scene.gate.sign_in(&attempt, &computed("admin"), &[number; 32], &session, &NOWHERE).await.unwrap();
        assert_eq!(step, BEGUN);
        assert_eq!(scene.find(number).await.unwrap().user.id, scene.administrator);
    }
}

#[tokio::test]
async fn an_unknown_address_is_counted_and_refused_like_a_wrong_password() {
    let scene = Scene::new().await;
    for email in ["nobody@example.org", "admin@example.org", "no\0body", &"a".repeat(100_000), ""] {
        let attempt = scene.gate.begin_sign_in(email, &from("192.0.2.1")).await.unwrap();
        assert_eq!(attempt.parameters.is_some(), email.starts_with("admin"));
        let (wrong, session) = (computed("Mallory"), new_session(1));
        let step = scene.gate.sign_in(&attempt, &wrong, &[1; 32], &session, &from("192.0.2.1")).await.unwrap();
        assert_eq!((step, scene.find(1).await), (None, None), "{email}");
    }
    let failures: i64 =
        sqlx::query_scalar("select count(*) from sign_in_failures").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(failures, 5);
    assert_eq!(scene.events().await, vec![("session.refuse".to_owned(), None, "none".to_owned()); 5]);
}

#[tokio::test]
async fn a_sign_in_leaves_who_where_and_when() {
    let scene = Scene::new().await;
    let origin = from("192.0.2.1");
    let attempt = scene.gate.begin_sign_in("admin@example.org", &origin).await.unwrap();
    let step = scene.gate.sign_in(&attempt, &computed("admin"), &[1; 32], &new_session(1), &origin).await.unwrap();
    assert_eq!(step, BEGUN);
    let signed_in = scene.find(1).await.unwrap();
    assert_eq!(signed_in.user.id, scene.administrator);
    scene.store.end_session(&signed_in.caller(origin.address)).await.unwrap();
    assert_eq!(scene.find(1).await, None);
    let by = |action: &str| (action.to_owned(), Some(scene.administrator.0), "administration".to_owned());
    assert_eq!(scene.events().await, [by("session.begin"), by("session.end")]);
    let all = "select bool_and(host(address) = '192.0.2.1' and session_id = $1 and subject_id = $1) from audit_events
                where action in ('session.begin', 'session.end')";
    let all: bool = sqlx::query_scalar(all).bind(signed_in.session.0).fetch_one(&scene.superuser).await.unwrap();
    assert!(all);
}

#[tokio::test]
async fn neither_the_token_nor_what_the_server_sends_of_it_is_anywhere() {
    let scene = Scene::new().await;
    let token_hash = new_session(7).secret.0;
    assert_eq!(scene.enter("admin", 7).await, BEGUN);
    let stored: bool = sqlx::query_scalar("select token_hash = sha256($1) from sessions")
        .bind(token_hash)
        .fetch_one(&scene.superuser)
        .await
        .unwrap();
    assert!(stored);
    let holding =
        "select count(*) from (select s::text from sessions s union all select c::text from sign_in_challenges c
                                         union all select e::text from audit_events e) rows (whole)
                    where whole like '%' || encode($1, 'hex') || '%'";
    let holding: i64 = sqlx::query_scalar(holding).bind(token_hash).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(holding, 0);
}
