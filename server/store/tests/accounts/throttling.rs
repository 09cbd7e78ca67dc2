use std::time::Duration;

use model::account::AccountKind;
use store::{Error, Origin, SignInAttempt, SignInStep};

use crate::scene::{Scene, computed, from, new_session};

const WINDOW: Duration = Duration::from_secs(15 * 60);

async fn attempt(scene: &Scene, email: &str, origin: &Origin) -> Result<SignInAttempt, Error> {
    scene.gate.begin_sign_in(email, origin).await
}

async fn assert_throttled(scene: &Scene, email: &str, origin: &Origin) {
    match attempt(scene, email, origin).await {
        Err(Error::TooManyAttempts { retry_after }) => {
            assert!(retry_after > Duration::ZERO && retry_after <= WINDOW, "{retry_after:?}");
        }
        other => panic!("{other:?}"),
    }
}

/// The administrator's password is compared with that of somebody.
async fn compare(scene: &Scene, attempt: &SignInAttempt, name: &str, origin: &Origin) -> Option<SignInStep> {
    scene.gate.sign_in(attempt, &computed(name), &[1; 32], &new_session(1), origin).await.unwrap()
}

#[tokio::test]
async fn an_account_is_closed_for_a_while_after_ten_failures_from_anywhere() {
    let scene = Scene::new().await;
    for number in 0..10 {
        attempt(&scene, "admin@example.org", &from(&format!("192.0.2.{number}"))).await.unwrap();
    }
    assert_throttled(&scene, "ADMIN@example.org", &from("192.0.2.99")).await;
    // An unknown address is no different, and others are not concerned.
    for _ in 0..10 {
        attempt(&scene, "nobody@example.org", &from("192.0.2.100")).await.unwrap();
    }
    assert_throttled(&scene, "nobody@example.org", &from("192.0.2.100")).await;
    attempt(&scene, "else@example.org", &from("192.0.2.100")).await.unwrap();
    assert_eq!(scene.actions().await, ["session.throttle"; 2]);
}

#[tokio::test]
async fn the_wait_ends_and_refused_attempts_do_not_prolong_it() {
    let scene = Scene::new().await;
    for _ in 0..10 {
        attempt(&scene, "admin@example.org", &from("192.0.2.1")).await.unwrap();
    }
    scene.run("update sign_in_failures set at = at - interval '14 minutes'").await;
    match attempt(&scene, "admin@example.org", &from("192.0.2.1")).await {
        Err(Error::TooManyAttempts { retry_after }) => assert!(retry_after <= Duration::from_secs(60)),
        other => panic!("{other:?}"),
    }
    scene.run("update sign_in_failures set at = at - interval '1 minute'").await;
    attempt(&scene, "admin@example.org", &from("192.0.2.1")).await.unwrap();
}

#[tokio::test]
async fn a_place_is_closed_after_fifty_failures_at_any_accounts() {
    let scene = Scene::new().await;
    for number in 0..50 {
        attempt(&scene, &format!("person{number}@example.org"), &from("192.0.2.1")).await.unwrap();
    }
    assert_throttled(&scene, "admin@example.org", &from("192.0.2.1")).await;
    attempt(&scene, "admin@example.org", &from("192.0.2.2")).await.unwrap();
}

#[tokio::test]
async fn of_ipv6_the_network_counts() {
    let scene = Scene::new().await;
    for number in 0..50 {
        let origin = from(&format!("2001:db8:0:1::{number:x}"));
        attempt(&scene, &format!("person{number}@example.org"), &origin).await.unwrap();
    }
    assert_throttled(&scene, "admin@example.org", &from("2001:db8:0:1:ffff::1")).await;
    attempt(&scene, "admin@example.org", &from("2001:db8:0:2::1")).await.unwrap();
}

#[tokio::test]
async fn a_success_forgives_that_account_from_that_place_and_nothing_else() {
    let scene = Scene::new().await;
    for number in 0..40 {
        attempt(&scene, &format!("person{number}@example.org"), &from("192.0.2.1")).await.unwrap();
    }
    for _ in 0..8 {
        attempt(&scene, "admin@example.org", &from("192.0.2.2")).await.unwrap();
    }
    let wrong = attempt(&scene, "admin@example.org", &from("192.0.2.1")).await.unwrap();
    assert_eq!(compare(&scene, &wrong, "Mallory", &from("192.0.2.1")).await, None);
    let right = attempt(&scene, "admin@example.org", &from("192.0.2.1")).await.unwrap();
    assert_throttled(&scene, "admin@example.org", &from("192.0.2.1")).await;
    let begun = compare(&scene, &right, "admin", &from("192.0.2.1")).await;
    assert_eq!(begun, Some(SignInStep::Begun(AccountKind::Administrator)));
    // 40 at other accounts stay: ten more, and the place is closed.
    for number in 0..10 {
        attempt(&scene, &format!("other{number}@example.org"), &from("192.0.2.1")).await.unwrap();
    }
    assert_throttled(&scene, "other@example.org", &from("192.0.2.1")).await;
    // Eight at this account from elsewhere stay: two more, and it is closed.
    for _ in 0..2 {
        attempt(&scene, "admin@example.org", &from("192.0.2.3")).await.unwrap();
    }
    assert_throttled(&scene, "admin@example.org", &from("192.0.2.3")).await;
}

#[tokio::test]
async fn attempts_sent_at_once_are_counted_one_by_one() {
    let scene = Scene::new().await;
    let attempts = (0..30).map(|_| {
        let gate = scene.gate.clone();
        tokio::spawn(async move { gate.begin_sign_in("admin@example.org", &from("192.0.2.1")).await.is_ok() })
    });
    let mut passed = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        passed += usize::from(attempt.await.unwrap());
    }
    assert_eq!(passed, 10);
}

#[tokio::test]
async fn of_the_refusals_only_the_first_of_each_wait_is_noted() {
    let scene = Scene::new().await;
    for number in 0..50 {
        attempt(&scene, &format!("person{}@example.org", number % 10), &from("192.0.2.1")).await.unwrap();
    }
    for number in 0..20 {
        assert_throttled(&scene, &format!("other{number}@example.org"), &from("192.0.2.1")).await;
    }
    assert_eq!(scene.actions().await, ["session.throttle"]);
    // The place's wait ends with its earliest failure, and another one begins.
    scene.run("update sign_in_failures set at = at - interval '16 minutes' where id = (select id from sign_in_failures order by id limit 1)").await;
    attempt(&scene, "admin@example.org", &from("192.0.2.1")).await.unwrap();
    for _ in 0..20 {
        assert_throttled(&scene, "admin@example.org", &from("192.0.2.1")).await;
    }
    assert_eq!(scene.actions().await, ["session.throttle"; 2]);
}

#[tokio::test]
async fn old_failures_are_cleared_away() {
    let scene = Scene::new().await;
    attempt(&scene, "nobody@example.org", &from("192.0.2.1")).await.unwrap();
    scene.run("update sign_in_failures set at = at - interval '25 hours'").await;
    attempt(&scene, "admin@example.org", &from("192.0.2.2")).await.unwrap();
    let left: i64 =
        sqlx::query_scalar("select count(*) from sign_in_failures").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(left, 1);
}
