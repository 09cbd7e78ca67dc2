use super::{Bucket, BucketError};

/// Where the audit's newest root is kept. No document has such a key: theirs are UUIDs.
const KEY: &str = "audit-newest-root";

impl Bucket {
    /// Keeps the audit's newest root, outside of the database that it vouches for.
    ///
    /// # Errors
    /// When the S3 server can't be reached or refuses it.
    pub async fn keep_audit_root(&self, root: &str) -> Result<(), BucketError> {
        self.inner.put_object_with_content_type(KEY, root.as_bytes(), "text/plain").await?;
        Ok(())
    }

    /// The audit's newest root that was kept; `None` before the first.
    ///
    /// # Errors
    /// When the S3 server can't be reached or refuses it.
    pub async fn kept_audit_root(&self) -> Result<Option<String>, BucketError> {
        match self.inner.get_object(KEY).await.map_err(BucketError::from) {
            Ok(answer) => Ok(Some(String::from_utf8_lossy(answer.as_slice()).into_owned())),
            Err(BucketError::Refused(404)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
