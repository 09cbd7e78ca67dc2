use chrono::{SecondsFormat, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{Bucket, BucketError, PAGE};

/// Where the audit's roots are kept, an object each, whose name says all. No document has such a key: theirs are UUIDs.
const ROOTS: &str = "audit-roots/";

/// Where the newest one was kept before each had an object.
const NEWEST_OF_BEFORE: &str = "audit-newest-root";

const LOCK_MODE: HeaderName = HeaderName::from_static("x-amz-object-lock-mode");
const LOCKED_UNTIL: HeaderName = HeaderName::from_static("x-amz-object-lock-retain-until-date");

impl Bucket {
    /// Keeps a root of the audit, outside of the database that it vouches for: as an object of its own, which is never written
    /// again, and locked for as long as the settings say.
    ///
    /// # Errors
    /// When the S3 server can't be reached or refuses it.
    pub async fn keep_audit_root(&self, name: &str) -> Result<(), BucketError> {
        let mut headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static("*"))]);
        if !self.audit_lock.is_zero() {
            let until = (Utc::now() + self.audit_lock).to_rfc3339_opts(SecondsFormat::Secs, true);
            headers.insert(LOCK_MODE, HeaderValue::from_static("COMPLIANCE"));
            headers.insert(LOCKED_UNTIL, HeaderValue::from_str(&until).map_err(|_| BucketError::Protocol)?);
        }
        let (key, media_type) = (format!("{ROOTS}{name}"), "text/plain");
        let put = self.inner.put_object_with_content_type_and_headers(key, name.as_bytes(), media_type, Some(headers));
        match put.await.map_err(BucketError::from) {
            // It is there already: another server was quicker.
            Err(BucketError::Refused(412)) => Ok(()),
            answer => answer.map(drop),
        }
    }

    /// The names of the roots that are kept, those after the name `after`, in the names' order.
    ///
    /// # Errors
    /// When the S3 server can't be reached or refuses it.
    pub async fn kept_audit_roots(&self, after: &str) -> Result<Vec<String>, BucketError> {
        let (mut names, mut page) = (Vec::new(), None);
        loop {
            let after = Some(format!("{ROOTS}{after}"));
            let (list, _) = self.inner.list_page(ROOTS.into(), None, page, after, Some(PAGE)).await?;
            let keys = list.contents.into_iter().map(|object| object.key);
            names.extend(keys.filter_map(|key| key.strip_prefix(ROOTS).map(ToOwned::to_owned)));
            page = list.next_continuation_token.filter(|_| list.is_truncated);
            if page.is_none() {
                return Ok(names);
            }
        }
    }

    /// What an earlier version kept as the newest root, in its own way of writing; `None` when there never was one.
    ///
    /// # Errors
    /// When the S3 server can't be reached or refuses it.
    pub async fn audit_root_of_before(&self) -> Result<Option<String>, BucketError> {
        match self.inner.get_object(NEWEST_OF_BEFORE).await.map_err(BucketError::from) {
            Ok(answer) => Ok(Some(String::from_utf8_lossy(answer.as_slice()).into_owned())),
            Err(BucketError::Refused(404)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
