#[cfg(test)]
mod tests;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use audit::{Root, SigningKey};
use documents::{Bucket, BucketError};
use model::access::SealStopCause;
use store::Worker;
use tokio::{
    sync::Mutex,
    time::{Instant, MissedTickBehavior, interval},
};

/// How long an event waits for its seal at most: what is removed within that time isn't missed by its batch.
const PERIOD: Duration = Duration::from_secs(10);

/// How often the bucket is asked what it keeps; between, this server knows what it has put there.
const ASK_AGAIN: Duration = Duration::from_secs(3_600);

/// How far before the database's newest root the bucket's list is read, before it is read from its beginning.
const RECENT: i64 = 1_000;

/// How many batches may have been sealed without a root in the bucket: by servers that ended between the two.
const UNKEPT: i64 = 3;

/// Whether the audit's seals stand still, for whoever asks how the server is. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct SealsStandStill(Arc<AtomicBool>);

impl SealsStandStill {
    /// Whether they do.
    pub fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Seals what the audit holds, and keeps each root in the bucket, as long as what is kept there is what the database has.
pub struct Sealer {
    worker: Worker,
    bucket: Bucket,
    key: SigningKey,
    stands_still: SealsStandStill,
    known: Mutex<Known>,
}

/// What this server knows of the bucket.
#[derive(Default)]
struct Known {
    /// The newest root that it keeps, and when it was asked.
    kept: Option<(Root, Instant)>,
    /// What the last comparison said; nothing before the first one.
    stop: Option<Option<SealStopCause>>,
}

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
enum SealError {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("the bucket of the audit's roots: {0}")]
    Bucket(#[from] BucketError),
    #[error("the bucket keeps something as the audit's newest root that is none")]
    NoRoot,
}

impl Sealer {
    /// A sealer that has compared nothing yet.
    pub fn new(worker: Worker, bucket: Bucket, key: SigningKey) -> Self {
        Self { worker, bucket, key, stands_still: SealsStandStill::default(), known: Mutex::default() }
    }

    /// Whether the seals stand still, now and later.
    pub fn stands_still(&self) -> SealsStandStill {
        self.stands_still.clone()
    }

    /// Seals at once and then again and again, until the task is dropped.
    pub async fn run(&self) {
        let mut periods = interval(PERIOD);
        periods.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            periods.tick().await;
            self.seal_all().await;
        }
    }

    /// Seals batch after batch until nothing waits, and keeps each root before the next one. What goes wrong is logged, and
    /// tried again the next time.
    pub async fn seal_all(&self) {
        let mut known = self.known.lock().await;
        if let Err(error) = self.try_to_seal_all(&mut known).await {
            tracing::error!(%error, "the audit can't be sealed");
        }
    }

    async fn try_to_seal_all(&self, known: &mut Known) -> Result<(), SealError> {
        // Refusals that were counted become events, which are sealed with the rest.
        self.worker.sum_up_refusals().await?;
        loop {
            let stop = self.compare(known).await?;
            if known.stop != Some(stop) {
                self.tell(stop).await?;
                known.stop = Some(stop);
            }
            if stop.is_some() || self.worker.seal_audit(&self.key).await?.is_none() {
                return Ok(());
            }
        }
    }

    /// Whether what the bucket keeps is what the database has. Roots that it lacks, as a server ended between its commit and
    /// the bucket, are put there.
    async fn compare(&self, known: &mut Known) -> Result<Option<SealStopCause>, SealError> {
        let newest = self.worker.newest_audit_root().await?;
        let kept = match known.kept {
            Some((kept, asked)) if asked.elapsed() < ASK_AGAIN && known.stop == Some(None) => Some((kept, asked)),
            _ => match self.ask_bucket(newest).await? {
                Ok(kept) => kept.map(|kept| (kept, Instant::now())),
                Err(cause) => return Ok(Some(cause)),
            },
        };
        known.kept = kept;
        let (kept, asked) = kept.unwrap_or_else(|| (Root::default(), Instant::now()));
        if kept.number > newest.number {
            return Ok(Some(SealStopCause::CutOff));
        }
        if kept.number == 0 && newest.number > UNKEPT {
            return Ok(Some(SealStopCause::LostBucket));
        }
        let mut roots = self.worker.audit_roots_from(kept.number).await?.into_iter();
        if kept.number > 0 && roots.next() != Some(kept) {
            return Ok(Some(SealStopCause::Differs));
        }
        for root in roots {
            self.bucket.keep_audit_root(&root.to_name()).await?;
            known.kept = Some((root, asked));
        }
        Ok(None)
    }

    /// The newest root that the bucket keeps; [`SealStopCause::Differs`] when it keeps two with one number, of which the
    /// database can have but one.
    async fn ask_bucket(&self, newest: Root) -> Result<Result<Option<Root>, SealStopCause>, SealError> {
        let recent = Root { number: (newest.number - RECENT).max(0), hash: Default::default() };
        let mut names = self.bucket.kept_audit_roots(&recent.to_name()).await?;
        if names.is_empty() {
            names = self.bucket.kept_audit_roots("").await?;
        }
        let mut roots: Vec<Root> = names.iter().filter_map(|name| Root::from_name(name)).collect();
        let Some(last) = roots.pop() else {
            let before = self.bucket.audit_root_of_before().await?;
            let before = before.map(|text| text.parse().map_err(|_| SealError::NoRoot)).transpose()?;
            return Ok(Ok(before));
        };
        let is_one = roots.last().is_none_or(|root| root.number != last.number);
        Ok(if is_one { Ok(Some(last)) } else { Err(SealStopCause::Differs) })
    }

    async fn tell(&self, stop: Option<SealStopCause>) -> Result<(), SealError> {
        self.stands_still.0.store(stop.is_some(), Ordering::Relaxed);
        self.worker.note_seal_stop(stop).await?;
        if let Some(cause) = stop {
            tracing::error!(cause = cause.in_words(), "the audit isn't sealed any more: see `server audit verify`");
        }
        Ok(())
    }
}
