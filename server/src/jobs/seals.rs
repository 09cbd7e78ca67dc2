use std::time::Duration;

use audit::{Root, SigningKey};
use documents::Bucket;
use store::Worker;
use tokio::time::{MissedTickBehavior, interval};

/// How long an event waits for its seal at most: what is removed within that time isn't missed by its batch.
const PERIOD: Duration = Duration::from_secs(10);

/// Seals what the audit holds, and keeps the newest root in the bucket.
pub struct Sealer {
    pub worker: Worker,
    pub bucket: Bucket,
    pub key: SigningKey,
}

impl Sealer {
    /// Seals at once and then again and again, until the task is dropped.
    pub async fn run(&self) {
        let mut periods = interval(PERIOD);
        periods.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut kept = Root::default();
        loop {
            periods.tick().await;
            self.seal_all(&mut kept).await;
        }
    }

    /// Seals batch after batch until nothing waits. What goes wrong is logged, and tried again the next time.
    pub async fn seal_all(&self, kept: &mut Root) {
        loop {
            match self.worker.seal_audit(&self.key).await {
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => return tracing::error!(%error, "the audit can't be sealed"),
            }
        }
        // Also a root that another server sealed, or this one before it was killed.
        match self.worker.newest_audit_root().await {
            Ok(newest) if newest.number <= kept.number => {}
            Ok(newest) => match self.bucket.keep_audit_root(&newest.to_string()).await {
                Ok(()) => *kept = newest,
                Err(error) => tracing::error!(%error, "the audit's newest root can't be kept in the bucket"),
            },
            Err(error) => tracing::error!(%error, "the audit's newest root can't be read"),
        }
    }
}
