#[cfg(test)]
pub(super) mod tests;

use std::{
    collections::HashSet,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use documents::{Bucket, BucketError};
use store::Worker;
use uuid::Uuid;

/// How old an object must be before it counts: an upload's row follows its object within seconds.
const HOUR: Duration = Duration::from_secs(3_600);

/// How long an orphan is kept.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3_600);

/// More orphans than this aren't an accident's.
const FEW: usize = 5;

/// Why the sweep stopped.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Bucket(#[from] BucketError),
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The database was restored from an older copy, or it isn't the bucket's.
    #[error(
        "{orphans} of the bucket's {objects} objects have no row: is it this database's bucket, or was the database \
         restored from an older copy? Nothing was deleted"
    )]
    WrongBucket { objects: usize, orphans: usize },
}

/// Deletes the orphans: objects that no row names, of uploads whose server died between the object and the row. Answers
/// how many.
///
/// The same is true of somebody's files when the database was restored from an older copy, or isn't the bucket's; and
/// what is deleted is gone, while what is kept by mistake costs a few cents. Therefore an orphan is deleted only if
/// nothing speaks against an accident:
///
/// - There are few of them. A server that dies leaves as many as it had uploads under way, and they don't gather, since
///   every sweep looks. A restored copy lacks all that was filed after it was made, in a small clinic as in a large one:
///   that is why it is a number and no share. [`SweepError::WrongBucket`] otherwise, and nothing is deleted.
/// - An object that is younger has a row: the database knows this bucket, and has gone on since. What is missing from a
///   restored copy is younger than all that it knows.
/// - It is older than [`KEPT`], by its key. Whoever has restored a copy, and lost but a few, can notice it until then.
/// - Its key is one of ours.
///
/// # Errors
/// When the bucket or the database doesn't answer; [`SweepError::WrongBucket`].
pub async fn sweep(worker: &Worker, bucket: &Bucket) -> Result<usize, SweepError> {
    let Found { objects, orphans, youngest_known } = find(worker, bucket).await?;
    if orphans.len() > FEW {
        return Err(SweepError::WrongBucket { objects, orphans: orphans.len() });
    }
    let oldest_kept = SystemTime::now() - KEPT;
    let is_due = |key: &str| made_at(key).is_some_and(|at| at < oldest_kept && Some(at) < youngest_known);
    let mut deleted = 0;
    for key in orphans.iter().filter(|key| is_due(key)) {
        bucket.delete(key).await?;
        deleted += 1;
    }
    Ok(deleted)
}

/// What the bucket holds, but for what came within the hour.
#[derive(Default)]
struct Found {
    objects: usize,
    /// Their keys.
    orphans: Vec<String>,
    /// When the youngest object that has a row was made.
    youngest_known: Option<SystemTime>,
}

async fn find(worker: &Worker, bucket: &Bucket) -> Result<Found, SweepError> {
    let (mut found, mut page) = (Found::default(), None);
    loop {
        let (keys, next) = bucket.keys_older_than(HOUR, page).await?;
        let known: HashSet<String> = worker.known_object_keys(&keys).await?.into_iter().collect();
        found.objects += keys.len();
        found.youngest_known = found.youngest_known.max(known.iter().filter_map(|key| made_at(key)).max());
        found.orphans.extend(keys.into_iter().filter(|key| !known.contains(key)));
        page = next;
        if page.is_none() {
            return Ok(found);
        }
    }
}

/// When a key was made: ours are UUIDs that begin with it. A copy of the bucket keeps it, other than the object's own
/// time.
fn made_at(key: &str) -> Option<SystemTime> {
    let (seconds, nanoseconds) = key.parse::<Uuid>().ok()?.get_timestamp()?.to_unix();
    Some(UNIX_EPOCH + Duration::new(seconds, nanoseconds))
}
