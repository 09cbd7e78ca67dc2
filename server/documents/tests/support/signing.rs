//! AWS signature version 4 of an address, by hand: to sign what the bucket itself never would.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use documents::BucketSettings;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use url::Url;

/// The address at which `key` can be read for `seconds` from `time` on. Keys with nothing to escape only.
pub fn sign(settings: &BucketSettings, key: &str, time: SystemTime, seconds: u32) -> Url {
    let time = DateTime::<Utc>::from(time);
    let (day, time) = (time.format("%Y%m%d").to_string(), time.format("%Y%m%dT%H%M%SZ").to_string());
    let scope = format!("{day}/{}/s3/aws4_request", settings.region);
    let query = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}%2F{}&X-Amz-Date={time}&X-Amz-Expires={seconds}\
         &X-Amz-SignedHeaders=host",
        settings.access_key,
        scope.replace('/', "%2F"),
    );
    let (endpoint, path) = (&settings.public_endpoint, format!("/{}/{key}", settings.bucket));
    let host = format!("{}:{}", endpoint.host_str().unwrap(), endpoint.port().unwrap());
    let request = format!("GET\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(&Sha256::digest(request)));
    let mut signing_key = format!("AWS4{}", settings.secret_key).into_bytes();
    for part in [day.as_str(), &settings.region, "s3", "aws4_request"] {
        signing_key = hmac(&signing_key, part);
    }
    format!("http://{host}{path}?{query}&X-Amz-Signature={}", hex(&hmac(&signing_key, &text))).parse().unwrap()
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    hmac.update(text.as_bytes());
    hmac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
