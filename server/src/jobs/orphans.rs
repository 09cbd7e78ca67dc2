use std::{collections::HashSet, time::Duration};

use documents::{Bucket, BucketError};
use store::{Origin, Store};

/// A bucket with more objects than this, most of them without a row, is taken for somebody else's.
const SUSPICIOUS: usize = 100;

/// Why the sweep stopped.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Bucket(#[from] BucketError),
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The database was restored from an older copy, or it isn't the bucket's.
    #[error("most objects of the bucket have no row: is it this database's bucket? Nothing was deleted")]
    WrongBucket,
}

/// Deletes the objects older than `age` that no row names: those of uploads whose server died between the object and
/// the row. Answers how many.
///
/// # Errors
/// When the bucket or the database doesn't answer; [`SweepError::WrongBucket`].
pub async fn sweep(store: &Store, bucket: &Bucket, age: Duration) -> Result<usize, SweepError> {
    let (mut orphans, mut seen) = (Vec::new(), 0);
    let mut page = None;
    loop {
        let (keys, next) = bucket.keys_older_than(age, page).await?;
        let mut tx = store.begin_anonymous(&Origin { address: None }).await?;
        let known: HashSet<String> = tx.known_object_keys(&keys).await?.into_iter().collect();
        tx.commit().await?;
        seen += keys.len();
        orphans.extend(keys.into_iter().filter(|key| !known.contains(key)));
        page = next;
        if page.is_none() {
            break;
        }
    }
    if seen > SUSPICIOUS && orphans.len() > seen / 2 {
        return Err(SweepError::WrongBucket);
    }
    for key in &orphans {
        bucket.delete(key).await?;
    }
    Ok(orphans.len())
}
