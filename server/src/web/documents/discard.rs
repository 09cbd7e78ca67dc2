use std::time::Duration;

use ::documents::Bucket;
use tokio::time::sleep;

/// How long to wait before each further attempt: a bucket that doesn't answer may be busy, or being started.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(10), Duration::from_secs(60), Duration::from_secs(300)];

/// Deletes an object that has no row: what somebody was told isn't filed isn't kept either. While the bucket doesn't
/// answer, it is tried again in the background; what is left even then, or when the server ends before, the sweep finds.
pub async fn discard(bucket: Bucket, key: String) {
    if delete(&bucket, &key).await {
        return;
    }
    tokio::spawn(async move {
        for pause in PAUSES {
            sleep(pause).await;
            if delete(&bucket, &key).await {
                return;
            }
        }
        tracing::error!("a document without a row is left to the sweep");
    });
}

/// The same for one whose upload broke off, in the background. It may be there, because only its answer was lost, or
/// arrive even after it was deleted, from wherever it was held up on the way: so it is deleted each time.
pub fn discard_late(bucket: Bucket, key: String) {
    tokio::spawn(async move {
        let mut is_deleted = delete(&bucket, &key).await;
        for pause in PAUSES {
            sleep(pause).await;
            is_deleted = delete(&bucket, &key).await;
        }
        if !is_deleted {
            tracing::error!("a document whose upload broke off is left to the sweep");
        }
    });
}

async fn delete(bucket: &Bucket, key: &str) -> bool {
    let result = bucket.delete(key).await;
    if let Err(error) = &result {
        tracing::warn!(%error, "a document without a row can't be deleted yet");
    }
    result.is_ok()
}
