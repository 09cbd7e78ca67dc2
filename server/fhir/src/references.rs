//! What a reference means: bundles say `urn:uuid:…`, `Patient/1`, a full address, or `Patient?identifier=…`.

use std::collections::HashMap;

use crate::types::{Identifier, Reference};

/// A resource of the bundle that others refer to, by its place in the list of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Patient(usize),
    Practitioner(usize),
    Role(usize),
    Organization(usize),
    Encounter(usize),
    Medication(usize),
}

impl Target {
    fn kind(self) -> &'static str {
        match self {
            Self::Patient(_) => "Patient",
            Self::Practitioner(_) => "Practitioner",
            Self::Role(_) => "PractitionerRole",
            Self::Organization(_) => "Organization",
            Self::Encounter(_) => "Encounter",
            Self::Medication(_) => "Medication",
        }
    }
}

/// Every way to name the bundle's resources.
#[derive(Debug, Default)]
pub(crate) struct Index {
    names: HashMap<String, Target>,
}

impl Index {
    /// The first resource of a name keeps it.
    pub fn add(&mut self, target: Target, full_url: Option<&str>, id: Option<&str>, identifiers: &[Identifier]) {
        let kind = target.kind();
        if let Some(url) = full_url {
            self.names.entry(url.to_owned()).or_insert(target);
        }
        if let Some(id) = id {
            self.names.entry(format!("{kind}/{id}")).or_insert(target);
            self.names.entry(format!("urn:uuid:{id}")).or_insert(target);
        }
        for key in identifiers.iter().filter_map(Identifier::key) {
            self.names.entry(format!("{kind}?identifier={key}")).or_insert(target);
        }
    }

    /// The resource that is meant, when it is in the bundle.
    pub fn resolve(&self, reference: &Reference) -> Option<Target> {
        let by_text = reference.reference.as_deref().and_then(|text| self.by_text(text));
        by_text.or_else(|| self.by_identifier(reference.identifier.as_ref()?))
    }

    fn by_text(&self, text: &str) -> Option<Target> {
        let text = text.split("/_history/").next().unwrap_or(text).replace("%7C", "|").replace("%7c", "|");
        if let Some(target) = self.names.get(&text) {
            return Some(*target);
        }
        let mut segments = text.rsplit('/');
        let (id, kind) = (segments.next()?, segments.next()?);
        self.names.get(&format!("{kind}/{id}")).copied()
    }

    fn by_identifier(&self, identifier: &Identifier) -> Option<Target> {
        let key = identifier.key()?;
        let kinds = ["Patient", "Practitioner", "Organization"];
        kinds.iter().find_map(|kind| self.names.get(&format!("{kind}?identifier={key}")).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let mut index = Index::default();
        let npi = Identifier {
            system: Some("http://hl7.org/fhir/sid/us-npi".into()),
            value: Some("99".into()),
            ..Identifier::default()
        };
        index.add(Target::Practitioner(0), Some("urn:uuid:aa"), Some("p1"), &[npi]);
        index.add(Target::Patient(0), Some("https://example.org/fhir/Patient/7"), Some("7"), &[]);
        index
    }

    fn resolve(text: &str) -> Option<Target> {
        index().resolve(&Reference { reference: Some(text.into()), ..Reference::default() })
    }

    #[test]
    fn every_kind_of_reference_is_resolved() {
        for text in ["urn:uuid:aa", "Practitioner/p1", "Practitioner/p1/_history/3", "http://other/Practitioner/p1"] {
            assert_eq!(resolve(text), Some(Target::Practitioner(0)), "{text}");
        }
        let conditional = "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99";
        assert_eq!(resolve(conditional), Some(Target::Practitioner(0)));
        assert_eq!(resolve(&conditional.replace('|', "%7C")), Some(Target::Practitioner(0)));
        assert_eq!(resolve("https://example.org/fhir/Patient/7"), Some(Target::Patient(0)));
    }

    #[test]
    fn what_is_not_in_the_bundle_stays_unresolved() {
        for text in ["", "7", "Patient/8", "Practitioner/7", "#7", "urn:uuid:bb", "Practitioner?identifier=x|99"] {
            assert_eq!(resolve(text), None, "{text}");
        }
    }
}
