//! An address that is nobody's takes the same statements and the same time as a wrong password.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use sessions::Error;
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
};

use crate::scene::{EMAIL, Scene};

thread_local! {
    /// A test's runtime stays on its thread, so that tests beside it don't disturb the count.
    static STATEMENTS: Cell<u64> = const { Cell::new(0) };
}

/// Counts the statements that sqlx reports.
struct CountStatements;

impl<S: Subscriber> Layer<S> for CountStatements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            STATEMENTS.set(STATEMENTS.get() + 1);
        }
    }
}

/// How many statements a refusal takes, and how long.
async fn refused(scene: &Scene, email: &str) -> (u64, Duration) {
    let (before, began) = (STATEMENTS.get(), Instant::now());
    let answer = scene.sign_in(email, "a wrong password").await;
    assert!(matches!(answer, Err(Error::WrongCredentials)), "{answer:?}");
    (STATEMENTS.get() - before, began.elapsed())
}

#[tokio::test]
async fn neither_the_statements_nor_the_time_tell_an_unknown_address() {
    tracing::subscriber::set_global_default(Registry::default().with(CountStatements)).unwrap();
    let scene = Scene::new().await;
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    for number in 0..8 {
        let (statements, time) = refused(&scene, EMAIL).await;
        known = known.min(time);
        let (statements_of_unknown, time) = refused(&scene, &format!("nobody{number}@example.org")).await;
        unknown = unknown.min(time);
        assert!(statements > 0);
        assert_eq!(statements, statements_of_unknown);
    }
    // The quickest of eight each. Without the hash an unknown address would take a tenth.
    assert!(unknown * 2 > known && known * 2 > unknown, "{known:?} {unknown:?}");
}
