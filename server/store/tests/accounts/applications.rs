use model::account::{AccountKind, ProviderApplication};
use store::{Error, SignInStep};

use crate::scene::{NOWHERE, Scene, computed, from, kept_password};

fn application(email: &str) -> ProviderApplication {
    ProviderApplication {
        display_name: "Mallory".into(),
        email: email.into(),
        password: String::new(),
        license_number: "L-1".into(),
        specialty: "Surgery".into(),
    }
}

#[tokio::test]
async fn an_applicant_waits_for_verification_and_treats_nobody() {
    let scene = Scene::new().await;
    let new = scene.applicant("New").await;
    scene.sign_in(new.user, 1, None).await;
    let user = scene.find(1).await.unwrap().user;
    assert_eq!((user.provider, user.is_verified, user.display_name.as_str()), (Some(new.id), false, "New"));
    let who = crate::scene::demographics("Freda", "Kris");
    let id = model::id::PatientId(uuid::Uuid::now_v7());
    let registered = scene.begin(new.user).await.register_patient(id, &who, &[]).await;
    assert!(matches!(registered, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_known_address_answers_like_a_new_one_and_changes_nothing() {
    let scene = Scene::new().await;
    scene.provider("Maya").await;
    for email in ["maya@example.org", "admin@example.org"] {
        let attempt = scene.gate.begin_application(email, &NOWHERE).await.unwrap();
        let mallory = (application(email), kept_password("Mallory"));
        scene.gate.apply_as_provider(attempt, &mallory.0, &mallory.1, &NOWHERE).await.unwrap();
    }
    for (name, number, kind) in [("Maya", 1, AccountKind::Provider), ("admin", 2, AccountKind::Administrator)] {
        assert_eq!(scene.enter_with(name, &computed("Mallory"), number).await, None);
        assert_eq!(scene.enter(name, number).await, Some(SignInStep::Begun(kind)));
    }
    let names: Vec<String> =
        sqlx::query_scalar("select display_name from providers").fetch_all(&scene.superuser).await.unwrap();
    assert_eq!(names, ["Maya"]);
    let events: i64 = sqlx::query_scalar("select count(*) from audit_events where action = 'account.apply'")
        .fetch_one(&scene.superuser)
        .await
        .unwrap();
    assert_eq!(events, 3);
}

#[tokio::test]
async fn applications_are_throttled_apart_from_signing_in() {
    let scene = Scene::new().await;
    for _ in 0..10 {
        scene.gate.begin_application("admin@example.org", &from("192.0.2.1")).await.unwrap();
    }
    let eleventh = scene.gate.begin_application("admin@example.org", &from("192.0.2.1")).await;
    assert!(matches!(eleventh, Err(Error::TooManyAttempts { .. })));
    scene.gate.begin_sign_in("admin@example.org", &from("192.0.2.2")).await.unwrap();
    assert_eq!(scene.actions().await, ["account.throttle"]);
}
