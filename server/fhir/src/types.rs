//! FHIR's data types, as far as they are read. Every part may be missing, whatever the standard says; a `null` in a
//! list stands for a value that only has extensions.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};

/// A list that may be absent or null.
pub(crate) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let items = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(items.unwrap_or_default().into_iter().flatten().collect())
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
