//! What happens by itself, once in a while.

mod orphans;
mod seals;

use std::time::Duration;

use documents::Bucket;
use store::Worker;
use tokio::time::{MissedTickBehavior, interval};

pub use self::seals::{Sealer, SealsStandStill};
use crate::web::Spool;

/// How often things are tidied up.
const HOUR: Duration = Duration::from_secs(3_600);

/// Tidies up at once and then every hour, until the task is dropped.
pub async fn run(worker: Worker, bucket: Bucket, spool: Spool) {
    let mut hours = interval(HOUR);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        if let Err(error) = spool.sweep() {
            tracing::error!(kind = %error.kind(), "files of unfinished uploads can't be deleted");
        }
        match orphans::sweep(&worker, &bucket).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "deleted objects without a row"),
            Err(error) => tracing::error!(%error, "objects without a row can't be deleted"),
        }
    }
}
