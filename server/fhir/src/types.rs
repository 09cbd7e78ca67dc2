//! FHIR's data types, as far as they are read. Every part may be missing, whatever the standard says; a `null` in a
//! list stands for a value that only has extensions.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

/// A list that may be absent or null.
pub(crate) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Present<T>>::deserialize(deserializer)?.map_or_else(Vec::new, |present| present.0))
}

/// What a list holds beside nulls, in no more memory than that takes: files decide how many lists there are.
struct Present<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Present<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Items(PhantomData))
    }
}

struct Items<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
    type Value = Present<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Present<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Option<T>>()? {
            list.extend(item);
        }
        list.shrink_to_fit();
        Ok(Present(list))
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Coding {
    pub system: Option<String>,
    pub code: Option<String>,
    pub display: Option<String>,
}

/// A CodeableConcept.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Concept {
    #[serde(default, deserialize_with = "list")]
    pub coding: Vec<Coding>,
    pub text: Option<String>,
}

impl Concept {
    /// Whether one of the codings has this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.coding.iter().any(|coding| coding.code.as_deref() == Some(code))
    }

    /// The first code, or nothing.
    pub fn first_code(&self) -> &str {
        self.coding.iter().find_map(|coding| coding.code.as_deref()).unwrap_or_default()
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Identifier {
    pub system: Option<String>,
    pub value: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<Concept>,
}

const SOCIAL_SECURITY: [&str; 2] = ["http://hl7.org/fhir/sid/us-ssn", "urn:oid:2.16.840.1.113883.4.1"];

impl Identifier {
    /// `system|value`, or nothing for an empty one and for a social security number.
    pub fn key(&self) -> Option<String> {
        let value = self.value.as_deref().filter(|value| !value.trim().is_empty())?;
        let system = self.system.as_deref().unwrap_or_default();
        let is_secret = SOCIAL_SECURITY.contains(&system) || self.kind.as_ref().is_some_and(|kind| kind.has_code("SS"));
        (!is_secret).then(|| format!("{system}|{value}"))
    }

    /// The key of an identifier that means the same everywhere: its system is an absolute URI. A bare `42` is the
    /// number of somebody else at the next clinic.
    pub fn global_key(&self) -> Option<String> {
        self.key().filter(|key| is_global(key))
    }
}

/// Whether a key has a value, and a system that begins with a URI's scheme.
pub(crate) fn is_global(key: &str) -> bool {
    let Some((system, value)) = key.split_once('|') else { return false };
    let Some((scheme, rest)) = system.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme && !rest.trim().is_empty() && !value.trim().is_empty()
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Reference {
    pub reference: Option<String>,
    pub display: Option<String>,
    pub identifier: Option<Identifier>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct HumanName {
    #[serde(rename = "use")]
    pub kind: Option<String>,
    pub text: Option<String>,
    pub family: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub given: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub prefix: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ContactPoint {
    pub system: Option<String>,
    pub value: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PostalAddress {
    #[serde(rename = "use")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub line: Vec<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Period {
    pub start: Option<String>,
    pub end: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Quantity {
    pub value: Option<f64>,
    pub comparator: Option<String>,
    pub unit: Option<String>,
    pub code: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    pub content_type: Option<String>,
    pub data: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub creation: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::is_global;

    #[test]
    fn only_an_absolute_uri_is_a_system_of_its_own() {
        for key in ["http://hl7.org/fhir/sid/us-npi|1", "urn:clinic|42", "urn:oid:1.2.3|x"] {
            assert!(is_global(key), "{key}");
        }
        for key in
            ["|42", "MRN|42", "|a:b", "Patient/1:x|42", "urn:|42", ":x|42", "1a:b|42", "urn:clinic| ", "urn:clinic", ""]
        {
            assert!(!is_global(key), "{key}");
        }
    }
}
