use std::path::Path;

use documents::{Bucket, check_file};
use model::{document::FileRefusal, import::ImportedDocument};
use store::{DocumentSink, PutError};
use tokio::fs::{self, File};

use crate::{infrastructure::Infrastructure, web::Spool};

/// Takes imported documents into the bucket, each checked as an upload is checked.
pub struct BucketSink {
    spool: Spool,
    bucket: Bucket,
}

impl BucketSink {
    /// # Errors
    /// When the bucket or the directory of unfinished uploads isn't there.
    pub async fn open(infrastructure: &Infrastructure) -> anyhow::Result<Self> {
        Ok(Self { spool: infrastructure.spool()?, bucket: infrastructure.bucket().await? })
    }

    async fn put_checked(&self, object_key: &str, document: &ImportedDocument, path: &Path) -> Result<(), PutError> {
        fs::write(path, &document.bytes).await.map_err(|error| unavailable(&error))?;
        let checked = check_file(path).await.map_err(PutError::Refused)?;
        if checked.format != document.format {
            return Err(PutError::Refused(FileRefusal::NotPdfOrJpeg));
        }
        let mut file = File::open(path).await.map_err(|error| unavailable(&error))?;
        let put = self.bucket.put(object_key, &mut file, checked.format.media_type()).await;
        put.map_err(|error| unavailable(&error))
    }
}

impl DocumentSink for BucketSink {
    async fn put(&self, object_key: &str, document: &ImportedDocument) -> Result<(), PutError> {
        let file = self.spool.file().map_err(|error| unavailable(&error))?;
        self.put_checked(object_key, document, file.path()).await
    }

    async fn take_back(&self, object_key: &str) {
        if let Err(error) = self.bucket.delete(object_key).await {
            tracing::warn!(%error, "a document that wasn't imported is left to the sweep");
        }
    }
}

fn unavailable(error: &dyn std::error::Error) -> PutError {
    tracing::error!(%error, "a document can't be kept");
    PutError::Unavailable
}
