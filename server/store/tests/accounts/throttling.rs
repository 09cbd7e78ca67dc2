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
async fn a_success_forgives_itself_and_nothing_else() {
    let scene = Scene::new().await;
    for number in 0..39 {
        attempt(&scene, &format!("person{number}@example.org"), &from("192.0.2.1")).await.unwrap();
    }
    for _ in 0..8 {
        attempt(&scene, "admin@example.org", &from("192.0.2.2")).await.unwrap();
    }
    // By a colleague behind the same address, who guesses.
    let wrong = attempt(&scene, "admin@example.org", &from("192.0.2.1")).await.unwrap();
    assert_eq!(compare(&scene, &wrong, "Mallory", &from("192.0.2.1")).await, None);
    let right = attempt(&scene, "admin@example.org", &from("192.0.2.1")).await.unwrap();
    assert_throttled(&scene, "admin@example.org", &from("192.0.2.1")).await;
    let begun = compare(&scene, &right, "admin", &from("192.0.2.1")).await;
    assert_eq!(begun, Some(SignInStep::Begun(AccountKind::Administrator)));
    // The guess and 39 at other accounts stay: ten more, and the place is closed.
    for number in 0..10 {
        attempt(&scene, &format!("other{number}@example.org"), &from("192.0.2.1")).await.unwrap();
    }
    assert_throttled(&scene, "other@example.org", &from("192.0.2.1")).await;
    // Eight at this account from elsewhere stay, and the guess: one more, and it is closed.
    attempt(&scene, "admin@example.org", &from("192.0.2.3")).await.unwrap();
    assert_throttled(&scene, "admin@example.org", &from("192.0.2.3")).await;
}

#[tokio::test]
async fn whoever_signs_in_between_two_guesses_of_a_neighbour_ends_none_of_them() {
    let scene = Scene::new().await;
    let office = from("192.0.2.1");
    for number in 0..9 {
        let guess = attempt(&scene, "admin@example.org", &office).await.unwrap();
        assert_eq!(compare(&scene, &guess, "Mallory", &office).await, None, "{number}");
        let right = attempt(&scene, "admin@example.org", &office).await.unwrap();
        let begun = scene.gate.sign_in(&right, &computed("admin"), &[number; 32], &new_session(number), &office).await;
        assert_eq!(begun.unwrap(), Some(SignInStep::Begun(AccountKind::Administrator)));
    }
    attempt(&scene, "admin@example.org", &office).await.unwrap();
    assert_throttled(&scene, "admin@example.org", &office).await;
}

#[tokio::test]
async fn whoever_signs_in_again_and_again_and_proves_who_they_are_never_waits() {
    let scene = Scene::new().await;
    let office = from("192.0.2.1");
    for number in 0..60 {
        let right = attempt(&scene, "admin@example.org", &office).await.unwrap();
        let session = new_session(number);
        let secret = session.secret;
        scene.gate.sign_in(&right, &computed("admin"), &[number; 32], &session, &office).await.unwrap().unwrap();
        let caller = scene.store.find_session(secret).await.unwrap().unwrap().caller(None);
        let again = scene.gate.begin_confirmation(&caller).await.unwrap();
        assert!(scene.gate.confirm_session(&caller, again, None, Some(&computed("admin"))).await.unwrap());
    }
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

/// As all refusals are: tests/accounts/summed_refusals.rs.
#[tokio::test]
async fn every_refusal_to_wait_is_noted_and_many_are_summed_up() {
    let scene = Scene::new().await;
    for number in 0..50 {
        attempt(&scene, &format!("person{}@example.org", number % 10), &from("192.0.2.1")).await.unwrap();
    }
    for number in 0..30 {
        assert_throttled(&scene, &format!("other{number}@example.org"), &from("192.0.2.1")).await;
    }
    assert_eq!(scene.actions().await, ["session.throttle"; 20]);
    let more: i32 =
        sqlx::query_scalar("select sum(more)::integer from refusal_counts where action = 'session.throttle'")
            .fetch_one(&scene.superuser)
            .await
            .unwrap();
    assert_eq!(more, 10);
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
