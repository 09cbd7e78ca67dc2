use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use crate::report::Report;

/// Ids are at most 64 characters in FHIR; a full URL may be longer.
const LONGEST_ID: usize = 200;

/// An entry of a bundle, as it stands in the file.
#[derive(Deserialize)]
pub(crate) struct RawEntry {
    #[serde(rename = "fullUrl")]
    pub full_url: Option<String>,
    /// Kept as text, so that one malformed resource doesn't spoil the others.
    pub resource: Option<Box<RawValue>>,
}

/// What every resource has.
#[derive(Deserialize)]
pub(crate) struct Head {
    #[serde(rename = "resourceType")]
    pub kind: String,
    pub id: Option<String>,
}

/// A resource that could be read.
#[derive(Debug)]
pub(crate) struct Entry<T> {
    /// The file's name and a JSON pointer.
    pub place: String,
    /// Stable: the resource's id, else its full URL, else a hash of its text.
    pub id: String,
    pub resource: T,
}

impl RawEntry {
    /// The resource as a `T`; `None` is reported.
    pub fn read<T: DeserializeOwned>(&self, head: &Head, place: String, report: &mut Report) -> Option<Entry<T>> {
        let text = self.resource.as_ref()?.get();
        match serde_json::from_str(text) {
            Ok(resource) => Some(Entry { id: self.stable_id(head, text), place, resource }),
            Err(error) => {
                report.skip(&head.kind, format!("malformed: {}", without_position(&error)), &place);
                None
            }
        }
    }

    fn stable_id(&self, head: &Head, text: &str) -> String {
        let full_url = self.full_url.as_deref().map(|url| url.strip_prefix("urn:uuid:").unwrap_or(url));
        match head.id.as_deref().or(full_url).filter(|id| !id.is_empty()) {
            Some(id) => short_id(id),
            None => hashed(text),
        }
    }
}

/// An id that fits an index and that Postgres stores: others become their hash.
pub(crate) fn short_id(id: &str) -> String {
    if id.len() <= LONGEST_ID && !id.chars().any(char::is_control) { id.to_owned() } else { hashed(id) }
}

fn hashed(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256-{hex}")
}

/// The message alone: the position within one resource says nothing about the file.
pub(crate) fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let end = message.rfind(" at line ").unwrap_or(message.len());
    message.chars().take(end.min(160)).filter(|c| !c.is_control()).collect()
}
