//! What a reference means: bundles say `urn:uuid:…`, `Patient/1`, a full address, or `Patient?identifier=…`.

use std::collections::{HashMap, HashSet};

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
    /// Further patients of a name that one has already. Who is meant must be certain of a patient.
    more_patients: HashMap<String, Vec<usize>>,
    /// The short names (`Patient/1`) of patients whose full URL says on which server they are.
    on_a_server: HashSet<String>,
}

impl Index {
    /// The first resource of a name keeps it.
    pub fn add(&mut self, target: Target, full_url: Option<&str>, id: Option<&str>, identifiers: &[Identifier]) {
        let kind = target.kind();
        if let Some(url) = full_url {
            self.name(url.to_owned(), target);
        }
        if let Some(id) = id {
            let short = format!("{kind}/{id}");
            if matches!(target, Target::Patient(_)) && full_url.is_some_and(is_on_a_server) {
                self.on_a_server.insert(short.clone());
            }
            self.name(short, target);
            self.name(format!("urn:uuid:{id}"), target);
        }
        for key in identifiers.iter().filter_map(Identifier::key) {
            self.name(format!("{kind}?identifier={key}"), target);
        }
    }

    fn name(&mut self, name: String, target: Target) {
        match (self.names.get(&name), target) {
            (None, _) => {
                self.names.insert(name, target);
            }
            (Some(first), Target::Patient(position)) if *first != target => {
                self.more_patients.entry(name).or_default().push(position);
            }
            (Some(_), _) => {}
        }
    }

    /// Everything that a reference to a patient may mean.
    pub fn resolve_all(&self, reference: &Reference) -> Vec<Target> {
        let Some((name, first)) = self.find(reference) else { return Vec::new() };
        let more = self.more_patients.get(&name).into_iter().flatten().map(|position| Target::Patient(*position));
        std::iter::once(first).chain(more).collect()
    }

    /// The resource that is meant, when it is in the bundle.
    pub fn resolve(&self, reference: &Reference) -> Option<Target> {
        self.find(reference).map(|(_, target)| target)
    }

    /// The name that was found, and its first resource.
    fn find(&self, reference: &Reference) -> Option<(String, Target)> {
        let by_text = reference.reference.as_deref().and_then(|text| self.by_text(text));
        by_text.or_else(|| self.by_identifier(reference.identifier.as_ref()?))
    }

    fn by_text(&self, text: &str) -> Option<(String, Target)> {
        let text = text.split("/_history/").next().unwrap_or(text).replace("%7C", "|").replace("%7c", "|");
        if let Some(target) = self.names.get(&text) {
            return Some((text, *target));
        }
        let mut segments = text.rsplit('/');
        let (id, kind) = (segments.next()?, segments.next()?);
        let short = format!("{kind}/{id}");
        // `Patient/1` of one server isn't that of another.
        if is_on_a_server(&text) && self.on_a_server.contains(&short) {
            return None;
        }
        let target = *self.names.get(&short)?;
        Some((short, target))
    }

    fn by_identifier(&self, identifier: &Identifier) -> Option<(String, Target)> {
        let key = identifier.key()?;
        ["Patient", "Practitioner", "Organization"].iter().find_map(|kind| {
            let name = format!("{kind}?identifier={key}");
            let target = *self.names.get(&name)?;
            Some((name, target))
        })
    }
}

fn is_on_a_server(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
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
    fn all_patients_of_a_name_are_known() {
        let mut index = index();
        index.add(Target::Patient(1), Some("https://example.com/Patient/7"), Some("7"), &[]);
        index.add(Target::Practitioner(1), None, Some("p1"), &[]);
        let all = |text: &str| index.resolve_all(&Reference { reference: Some(text.into()), ..Reference::default() });
        assert_eq!(all("Patient/7"), [Target::Patient(0), Target::Patient(1)]);
        assert_eq!(all("https://example.com/Patient/7"), [Target::Patient(1)]);
        assert!(all("https://elsewhere.com/Patient/7").is_empty());
        assert_eq!(all("Practitioner/p1"), [Target::Practitioner(0)]);
    }

    #[test]
    fn what_is_not_in_the_bundle_stays_unresolved() {
        for text in [
            "",
            "7",
            "https://other.org/Patient/7",
            "Patient/8",
            "Practitioner/7",
            "#7",
            "urn:uuid:bb",
            "Practitioner?identifier=x|99",
        ] {
            assert_eq!(resolve(text), None, "{text}");
        }
    }
}
