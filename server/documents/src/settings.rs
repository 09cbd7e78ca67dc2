use std::time::Duration;

use url::Url;

/// Where a bucket is and who may use it. It holds secrets and so has no `Debug`.
#[derive(Clone)]
pub struct BucketSettings {
    /// Where the server reaches it.
    pub endpoint: Url,
    /// Where browsers reach it; signed addresses start with it.
    pub public_endpoint: Url,
    pub region: String,
    pub bucket: String,
    pub access_key: String,
    pub secret_key: String,
    /// How long a signed address works: at most a week.
    pub signed_url_lifetime: Duration,
    /// For how long the audit's roots are locked (S3 Object Lock, compliance mode); zero for a bucket without it.
    pub audit_lock: Duration,
}
