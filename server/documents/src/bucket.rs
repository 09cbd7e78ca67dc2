//! The bucket of any S3 server, in path style.

mod error;
mod name;
mod put;
mod root;

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};
use s3::{BucketConfiguration, Region, creds::Credentials};
use url::{Host, Url};

pub use self::error::BucketError;
use crate::BucketSettings;

/// How long one request may take, in seconds; an upload has longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many keys a page has.
const PAGE: usize = 1_000;

/// One private bucket; cheap to clone.
#[derive(Clone)]
pub struct Bucket {
    /// For the server itself.
    inner: Box<s3::Bucket>,
    /// For browsers: what it signs is valid for the public address only.
    public: Box<s3::Bucket>,
    signed_url_seconds: u32,
    audit_lock: Duration,
}

impl Bucket {
    /// The bucket of the settings, which is made if it isn't there.
    ///
    /// # Errors
    /// When the S3 server can't be reached, or refuses the keys or the bucket.
    pub async fn open(settings: &BucketSettings) -> Result<Self, BucketError> {
        let bucket = Self {
            inner: connect(settings, &settings.endpoint)?,
            public: connect(settings, &settings.public_endpoint)?,
            signed_url_seconds: u32::try_from(settings.signed_url_lifetime.as_secs()).unwrap_or(u32::MAX),
            audit_lock: settings.audit_lock,
        };
        match bucket.list(None, 1).await {
            Err(BucketError::Refused(404)) => bucket.make().await?,
            answer => drop(answer?),
        }
        Ok(bucket)
    }

    async fn make(&self) -> Result<(), BucketError> {
        let credentials = self.inner.credentials().await?;
        let (name, region) = (&self.inner.name, self.inner.region.clone());
        s3::Bucket::create_with_path_style(name, region, credentials, BucketConfiguration::private()).await?;
        self.list(None, 1).await.map(drop)
    }

    /// Deletes an object; one that isn't there is deleted already.
    ///
    /// # Errors
    /// When the S3 server can't be reached or refuses it.
    pub async fn delete(&self, key: &str) -> Result<(), BucketError> {
        match self.inner.delete_object(key).await.map_err(BucketError::from) {
            Err(BucketError::Refused(404)) => Ok(()),
            answer => answer.map(drop),
        }
    }

    /// An address at which anyone who has it can download the object for a while, as `file_name`. Whoever asks for it
    /// has read the document's row as the caller first.
    ///
    /// # Errors
    /// When it can't be signed: the lifetime is longer than a week.
    pub async fn signed_url(&self, key: &str, file_name: &str, media_type: &str) -> Result<Url, BucketError> {
        let answer = HashMap::from([
            ("response-content-disposition".to_owned(), name::attachment(file_name)),
            ("response-content-type".to_owned(), media_type.to_owned()),
        ]);
        let url = self.public.presign_get(key, self.signed_url_seconds, Some(answer)).await?;
        Url::parse(&url).map_err(|_| BucketError::Protocol)
    }

    /// A page of the keys of documents older than `age`, and the next page's name, if there is one. `page` is the name
    /// that the call before gave.
    ///
    /// # Errors
    /// When the S3 server can't be reached, or refuses it.
    pub async fn keys_older_than(
        &self,
        age: Duration,
        page: Option<String>,
    ) -> Result<(Vec<String>, Option<String>), BucketError> {
        let newest = Utc::now() - age;
        let (objects, next) = self.list(page, PAGE).await?;
        // An object whose time can't be read is taken for a new one: this list is for deleting.
        let is_old = |time: &str| DateTime::parse_from_rfc3339(time).is_ok_and(|time| time < newest);
        let old = objects.into_iter().filter(|object| is_old(&object.last_modified));
        Ok((old.map(|object| object.key).collect(), next))
    }

    /// What lies in no folder: the audit's roots do.
    async fn list(
        &self,
        page: Option<String>,
        most: usize,
    ) -> Result<(Vec<s3::serde_types::Object>, Option<String>), BucketError> {
        let (list, _) = self.inner.list_page(String::new(), Some("/".into()), page, None, Some(most)).await?;
        let next = list.next_continuation_token.filter(|_| list.is_truncated);
        Ok((list.contents, next))
    }
}

fn connect(settings: &BucketSettings, endpoint: &Url) -> Result<Box<s3::Bucket>, BucketError> {
    let credentials = Credentials::new(Some(&settings.access_key), Some(&settings.secret_key), None, None, None)
        .map_err(|_| BucketError::Protocol)?;
    let region = Region::Custom {
        region: settings.region.clone(),
        endpoint: endpoint.as_str().trim_end_matches('/').to_owned(),
    };
    let bucket = s3::Bucket::new(&settings.bucket, region, credentials)?.with_path_style();
    let bucket = bucket.with_request_timeout(PATIENCE)?;
    // A proxy that the machine is set up with doesn't know what is on this machine.
    Ok(if is_local(endpoint) { Box::new(bucket.set_proxy(reqwest::Proxy::custom(|_| None::<Url>))?) } else { bucket })
}

fn is_local(endpoint: &Url) -> bool {
    match endpoint.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
