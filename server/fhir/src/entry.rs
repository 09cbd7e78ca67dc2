use std::borrow::Cow;

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
    /// The resource, whose text is `text`, as a `T`; `None` is reported.
    pub fn read<T: DeserializeOwned>(
        &self,
        text: &str,
        head: &Head,
        place: String,
        report: &mut Report,
    ) -> Option<Entry<T>> {
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

/// JSON with a space for every escaped NUL, which Postgres stores in no text. One that isn't escaped is no JSON.
pub(crate) fn without_nul(json: &str) -> Cow<'_, str> {
    const NUL: &str = "\\u0000";
    if !json.contains(NUL) {
        return Cow::Borrowed(json);
    }
    let (mut clean, mut rest) = (String::with_capacity(json.len()), json);
    while let Some(position) = rest.find('\\') {
        let (before, escaped) = rest.split_at(position);
        clean.push_str(before);
        // A backslash and what it escapes, which may be another one.
        let (shown, length) = match escaped.strip_prefix(NUL) {
            Some(_) => (" ", NUL.len()),
            None => {
                let length = 1 + escaped[1..].chars().next().map_or(0, char::len_utf8);
                (&escaped[..length], length)
            }
        };
        clean.push_str(shown);
        rest = &escaped[length..];
    }
    clean.push_str(rest);
    Cow::Owned(clean)
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

#[cfg(test)]
mod tests {
    use super::without_nul;

    #[test]
    fn only_an_escaped_nul_is_replaced() {
        assert_eq!(without_nul(r#"{"a": "x\u0000\u0000y\n\u0001é"}"#), r#"{"a": "x  y\n\u0001é"}"#);
        assert_eq!(without_nul(r#"["C:\\u0000", "\\\u0000"]"#), r#"["C:\\u0000", "\\ "]"#);
        assert_eq!(without_nul(r"\u0000\é\"), r" \é\");
    }
}
