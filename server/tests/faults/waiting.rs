use std::time::Duration;

use tokio::time::{Instant, interval};

/// How long anything may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until it is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let (began, mut moments) = (Instant::now(), interval(Duration::from_millis(20)));
    loop {
        moments.tick().await;
        if is_so().await {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "in vain: {what}");
    }
}
