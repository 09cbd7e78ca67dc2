//! Who saw the patient: from Practitioner and PractitionerRole resources, or from what a reference alone says.

use std::collections::{BTreeMap, HashSet};

use model::import::ImportedProvider;

use crate::{
    bundle::Resources,
    entry::short_id,
    references::Target,
    report::{NOT_KEPT, Report},
    text::{best_name, first_concept, line, whole_name, without_digits},
    types::{Identifier, Reference, is_global},
};

const NPI: &str = "http://hl7.org/fhir/sid/us-npi";

/// Marks the external id of a visit's organization, standing in for a practitioner whom nobody named.
const ORGANIZATION: &str = "organization";

/// The providers of one record.
pub(super) struct Providers<'a> {
    resources: &'a Resources,
    patient: &'a str,
    used: &'a mut HashSet<Target>,
    found: BTreeMap<String, ImportedProvider>,
}

impl<'a> Providers<'a> {
    pub fn new(resources: &'a Resources, patient: &'a str, used: &'a mut HashSet<Target>) -> Self {
        Self { resources, patient, used, found: BTreeMap::new() }
    }

    /// Notes that a resource was taken.
    pub fn mark_used(&mut self, target: Target) {
        self.used.insert(target);
    }

    pub fn finish(self) -> Vec<ImportedProvider> {
        self.found.into_values().collect()
    }

    /// The external id of the practitioner who is meant; `None` for somebody else, or nobody.
    pub fn person(&mut self, reference: &Reference) -> Option<String> {
        match self.resources.index.resolve(reference) {
            Some(Target::Practitioner(position)) => self.practitioner(position, ""),
            Some(Target::Role(position)) => {
                self.used.insert(Target::Role(position));
                let role = &self.resources.roles[position].resource;
                let specialty = first_concept(&role.specialty);
                match self.resources.index.resolve(role.practitioner.as_ref()?) {
                    Some(Target::Practitioner(position)) => self.practitioner(position, &specialty),
                    _ => self.named_only(role.practitioner.as_ref()?, &specialty),
                }
            }
            Some(_) => None,
            None => self.named_only(reference, ""),
        }
    }

    fn practitioner(&mut self, position: usize, specialty: &str) -> Option<String> {
        let entry = &self.resources.practitioners[position];
        let name = best_name(&entry.resource.name).map(whole_name).filter(|name| !name.is_empty())?;
        let identifiers = &entry.resource.identifier;
        let is_npi = |identifier: &&Identifier| identifier.system.as_deref() == Some(NPI);
        let npi = identifiers.iter().find(is_npi).into_iter();
        let own = || identifiers.iter().find_map(Identifier::key).unwrap_or_else(|| format!("id|{}", entry.id));
        let key = npi.chain(identifiers).find_map(Identifier::global_key).unwrap_or_else(own);
        let qualification = entry.resource.qualification.iter().find_map(|qualification| qualification.code.as_ref());
        let own = qualification.map(crate::text::concept).unwrap_or_default();
        self.used.insert(Target::Practitioner(position));
        Some(self.add(&key, &name, if specialty.is_empty() { &own } else { specialty }))
    }

    /// Somebody of whom the bundle has no resource: `Practitioner?identifier=…|NPI` with a display.
    fn named_only(&mut self, reference: &Reference, specialty: &str) -> Option<String> {
        let text = reference.reference.as_deref().unwrap_or_default();
        let others = ["RelatedPerson", "Patient", "Organization", "Device", "Group", "CareTeam", "HealthcareService"];
        if others.iter().any(|kind| text.split(['/', '?']).any(|part| part == *kind)) {
            return None;
        }
        let name = reference.display.as_deref().map(line).filter(|name| !name.is_empty())?;
        let conditional = text.split_once("?identifier=").map(|(_, key)| key.replace("%7C", "|"));
        let key = conditional.or_else(|| reference.identifier.as_ref().and_then(Identifier::key));
        Some(self.add(&key.unwrap_or_else(|| "name".into()), &name, specialty))
    }

    /// Keyed on the identifier and the name as it is written, because NPIs collide. Without an identifier that means
    /// the same everywhere, the next `Dr. Smith` may be somebody else: one for each patient, so that an account that
    /// is attached to one of them opens no record of the other.
    fn add(&mut self, key: &str, name: &str, specialty: &str) -> String {
        let own = format!("{key}|{name}");
        let external_id = short_id(&if is_global(key) { own } else { format!("{own}|{}", self.patient) });
        let npi = key.strip_prefix(NPI).and_then(|key| key.strip_prefix('|'));
        self.insert(external_id, name, npi.map(|npi| format!("NPI {npi}")).unwrap_or_default(), specialty)
    }

    /// In the place of a practitioner whom nobody named. One for each patient, so that an account that is attached to
    /// it by mistake opens one record and not all of the organization's.
    pub fn organization(&mut self, reference: Option<&Reference>) -> String {
        let resolved = reference.and_then(|reference| self.resources.index.resolve(reference));
        let mut name = reference.and_then(|reference| reference.display.as_deref()).map(line).unwrap_or_default();
        if let Some(target @ Target::Organization(position)) = resolved {
            self.used.insert(target);
            name = self.resources.organizations[position].resource.name.as_deref().map_or(name, line);
        }
        if name.is_empty() {
            name = "Provider not recorded".into();
        }
        let external_id = format!("{ORGANIZATION}|{}", short_id(&format!("{name}|{}", self.patient)));
        self.insert(external_id, &name, String::new(), "")
    }

    fn insert(&mut self, external_id: String, name: &str, license_number: String, specialty: &str) -> String {
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        self.found.entry(external_id.clone()).or_insert_with(|| ImportedProvider {
            external_id: external_id.clone(),
            display_name: cut(&without_digits(name), 120),
            license_number: cut(&license_number, 60),
            specialty: cut(specialty, 80),
        });
        external_id
    }
}

/// Reports the practitioners, roles and organizations of the bundle, and the providers that it only names.
pub(super) fn count(
    resources: &Resources,
    used: &HashSet<Target>,
    provider_ids: &HashSet<String>,
    report: &mut Report,
) {
    let mut count = |target: Target, kind: &str, reason: &str, place: &str| {
        if used.contains(&target) { report.take(kind) } else { report.skip(kind, reason, place) }
    };
    let unnamed = "no visit and no prescription names them";
    for (position, entry) in resources.practitioners.iter().enumerate() {
        count(Target::Practitioner(position), "Practitioner", unnamed, &entry.place);
    }
    for (position, entry) in resources.roles.iter().enumerate() {
        count(Target::Role(position), "PractitionerRole", unnamed, &entry.place);
    }
    for (position, entry) in resources.organizations.iter().enumerate() {
        count(Target::Organization(position), "Organization", NOT_KEPT, &entry.place);
    }
    let with_resource = used.iter().filter(|target| matches!(target, Target::Practitioner(_))).count();
    let people = provider_ids.iter().filter(|id| !id.starts_with(ORGANIZATION)).count();
    for _ in with_resource..people {
        report.take("Practitioner");
        report.change("Practitioner", "named in references only");
    }
}
