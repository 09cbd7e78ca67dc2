//! Everything that can be set, read from the environment in one place. `.env.example` lists it for people.

mod database;
mod reader;

use std::{path::PathBuf, time::Duration};

use chrono_tz::Tz;
use documents::BucketSettings;
use store::ClinicSettings;
use url::Url;

pub use self::database::{DATABASE_EXAMPLE, DatabaseRole, DatabaseSetting};
use self::reader::Reader;

/// Where the documents' bytes are.
#[derive(Clone)]
pub enum BucketSetting {
    /// Under the data directory, served by the server itself.
    Embedded { public_endpoint: Option<Url> },
    /// Somebody else's S3.
    External(Box<BucketSettings>),
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// The settings, checked. It holds secrets and so has no `Debug`.
#[derive(Clone)]
pub struct Configuration {
    pub database: DatabaseSetting,
    pub bucket: BucketSetting,
    /// How long a download's address works.
    pub signed_url_lifetime: Duration,
    /// The file with the key that signs the audit; without it, one under the data directory.
    pub audit_key_file: Option<PathBuf>,
    /// The file with the key that seals second factors; without it, one under the data directory.
    pub account_key_file: Option<PathBuf>,
    /// Whether providers must have a second factor; without it, they must, except in the demonstration.
    pub requires_second_factor: Option<bool>,
    /// Where the site is reached; `https` makes the cookie `Secure` and sends HSTS.
    pub public_url: Option<Url>,
    pub clinic: ClinicSettings,
    /// How long a session lives without a request.
    pub session_idle: Duration,
    /// How long a session lives at most.
    pub session_lifetime: Duration,
    /// For how long a chart opens in an emergency.
    pub break_glass_lasts: Duration,
    /// Whether the client's address is the last one of `X-Forwarded-For`, set by a proxy of one's own.
    pub has_trusted_proxy: bool,
    pub log: LogFormat,
}

/// Every setting that is missing, malformed or at odds with another one, a line each. It never repeats a value, since
/// some are secrets.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the configuration isn't usable:\n  {}", .0.join("\n  "))]
pub struct ConfigurationError(Vec<String>);

impl Configuration {
    /// The settings of this process. A clinic without a name is called `unnamed`.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn from_environment(unnamed: &str) -> Result<Self, ConfigurationError> {
        Self::read(&|name| std::env::var(name).ok(), unnamed)
    }

    /// The settings that `get` knows; an empty one counts as not set.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn read(get: &dyn Fn(&str) -> Option<String>, unnamed: &str) -> Result<Self, ConfigurationError> {
        let mut reader = Reader::new(get);
        let signed_url_lifetime = reader.duration("SIGNED_URL_SECONDS", 3_600, 1, 60..=604_800);
        let configuration = Self {
            database: database::database(&mut reader),
            bucket: bucket(&mut reader, signed_url_lifetime),
            signed_url_lifetime,
            audit_key_file: reader.text("AUDIT_KEY_FILE").map(PathBuf::from),
            account_key_file: reader.text("ACCOUNT_KEY_FILE").map(PathBuf::from),
            requires_second_factor: reader.choice("REQUIRE_SECOND_FACTOR", &[("yes", Some(true)), ("no", Some(false))]),
            public_url: reader.web_address("PUBLIC_URL"),
            clinic: ClinicSettings {
                name: reader.text("CLINIC_NAME").unwrap_or_else(|| unnamed.into()),
                phone: reader.text("CLINIC_PHONE").unwrap_or_default(),
                time_zone: reader.parsed("CLINIC_TIME_ZONE", "an IANA name such as Europe/Berlin").unwrap_or(Tz::UTC),
            },
            session_idle: reader.duration("SESSION_IDLE_MINUTES", 30, 60, 5..=1_440),
            session_lifetime: reader.duration("SESSION_HOURS", 12, 3_600, 1..=168),
            break_glass_lasts: reader.duration("BREAK_GLASS_HOURS", 4, 3_600, 1..=24),
            has_trusted_proxy: reader.choice("TRUSTED_PROXY", &[("no", false), ("yes", true)]),
            log: reader.choice("LOG", &[("text", LogFormat::Text), ("json", LogFormat::Json)]),
        };
        configuration.check(&mut reader);
        reader.finish(configuration)
    }

    /// Whether browsers reach the site over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// The settings that are right alone and wrong together.
    fn check(&self, reader: &mut Reader<'_>) {
        // TLS means a proxy. Taken for the client, it would sign in for everybody: fifty wrong passwords of one person
        // would keep all others out, and the audit would know one address.
        if self.is_secure() && reader.text("TRUSTED_PROXY").is_none() {
            reader.error(
                "PUBLIC_URL is https, so TRUSTED_PROXY must be set: yes when the proxy that speaks TLS sets \
                 X-Forwarded-For, no when it passes connections on with their own addresses.",
            );
        }
        if self.session_idle > self.session_lifetime {
            reader.error("SESSION_IDLE_MINUTES is longer than SESSION_HOURS, which ends every session.");
        }
        let downloads = match &self.bucket {
            BucketSetting::Embedded { public_endpoint } => public_endpoint.as_ref(),
            BucketSetting::External(settings) => Some(&settings.public_endpoint),
        };
        // Browsers refuse a download over http that a page over https starts.
        if self.is_secure() && downloads.is_none_or(|url| url.scheme() != "https") {
            reader.error("PUBLIC_URL is https, so S3_PUBLIC_ENDPOINT must be an https address, too.");
        }
    }
}

fn bucket(reader: &mut Reader<'_>, signed_url_lifetime: Duration) -> BucketSetting {
    const NEEDED: [&str; 4] = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"];
    let public_endpoint = reader.web_address("S3_PUBLIC_ENDPOINT");
    let region = reader.text("S3_REGION");
    let is_external = region.is_some() || NEEDED.iter().any(|name| reader.text(name).is_some());
    if !is_external {
        return BucketSetting::Embedded { public_endpoint };
    }
    let endpoint = reader.web_address("S3_ENDPOINT");
    for name in NEEDED {
        if reader.text(name).is_none() {
            reader.error(format!("{name} is missing: an S3 of one's own needs all of {}.", NEEDED.join(", ")));
        }
    }
    let Some(endpoint) = endpoint else {
        return BucketSetting::Embedded { public_endpoint };
    };
    BucketSetting::External(Box::new(BucketSettings {
        public_endpoint: public_endpoint.unwrap_or_else(|| endpoint.clone()),
        endpoint,
        region: region.unwrap_or_else(|| "us-east-1".into()),
        bucket: reader.text("S3_BUCKET").unwrap_or_default(),
        access_key: reader.text("S3_ACCESS_KEY").unwrap_or_default(),
        secret_key: reader.text("S3_SECRET_KEY").unwrap_or_default(),
        signed_url_lifetime,
        audit_lock: reader.duration("S3_AUDIT_LOCK_DAYS", 0, 24 * 3_600, 0..=36_500),
    }))
}

#[cfg(test)]
mod tests;
