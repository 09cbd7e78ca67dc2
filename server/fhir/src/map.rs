//! From resources to records.

mod allergies;
mod attachments;
mod diagnoses;
mod documents;
mod dosage;
mod draft;
mod patients;
mod prescriptions;
mod providers;
mod units;
mod visits;
mod vitals;

use std::collections::HashSet;

use model::import::ImportedRecord;

use self::{
    patients::{People, Person},
    providers::Providers,
    visits::Drafts,
};
use crate::{
    bundle::Resources,
    entry::Entry,
    references::Target,
    report::Report,
    resources::{AllergyIntolerance, Condition, DocumentReference, MedicationRequest, Observation},
    types::Reference,
};

/// What the bundle holds of one patient.
#[derive(Default)]
struct Parts<'a> {
    /// By their place in the bundle's list.
    encounters: Vec<usize>,
    conditions: Vec<&'a Entry<Condition>>,
    observations: Vec<&'a Entry<Observation>>,
    allergies: Vec<&'a Entry<AllergyIntolerance>>,
    requests: Vec<&'a Entry<MedicationRequest>>,
    documents: Vec<&'a Entry<DocumentReference>>,
}

/// A record of every patient that has what a record needs.
pub(crate) fn records(resources: &Resources, report: &mut Report) -> Vec<ImportedRecord> {
    let people = patients::people(&resources.patients, report);
    let parts = sort_by_patient(resources, &people, report);
    let mut used = HashSet::new();
    let mut provider_ids = HashSet::new();
    let mut records = Vec::new();
    for (person, parts) in people.list.into_iter().zip(parts) {
        let record = record(resources, person, &parts, &mut used, report);
        provider_ids.extend(record.providers.iter().map(|provider| provider.external_id.clone()));
        records.push(record);
    }
    providers::count(resources, &used, &provider_ids, report);
    prescriptions::count_medications(resources, &used, report);
    records
}

fn record(
    resources: &Resources,
    person: Person,
    parts: &Parts<'_>,
    used: &mut HashSet<Target>,
    report: &mut Report,
) -> ImportedRecord {
    let Person { external_id, demographics } = person;
    let mut providers = Providers::new(resources, &external_id, used);
    let mut drafts = Drafts::begin(resources, &parts.encounters, &mut providers, report);
    diagnoses::add(&parts.conditions, &mut drafts, report);
    let documents = documents::documents(&parts.documents, &mut drafts, report);
    vitals::add(&parts.observations, &mut drafts, report);
    let (allergy_status, allergies) = allergies::allergies(&parts.allergies, report);
    let prescriptions = prescriptions::prescriptions(resources, &parts.requests, &drafts, &mut providers, report);
    let providers = providers.finish();
    let visits = drafts.finish(report);
    ImportedRecord { external_id, demographics, allergy_status, allergies, providers, visits, prescriptions, documents }
}

/// Whose a resource is. One without a subject belongs to the bundle's only patient; one whose subject isn't there, or
/// may be either of two, belongs to nobody.
fn owner(resources: &Resources, people: &People, subject: Option<&Reference>) -> Result<usize, &'static str> {
    let targets = match subject {
        Some(reference) => resources.index.resolve_all(reference),
        None if people.by_position.len() == 1 => vec![Target::Patient(0)],
        None => return Err("it names no patient"),
    };
    let person = |target: &Target| match target {
        Target::Patient(position) => Ok(people.by_position[*position]),
        _ => Err("its subject isn't a patient"),
    };
    let (first, more) = targets.split_first().ok_or("its patient isn't in the bundle")?;
    let first = person(first)?;
    if more.iter().any(|other| person(other) != Ok(first)) {
        return Err("several patients of the bundle have the name that it gives");
    }
    first.ok_or("its patient was skipped")
}

fn sort_by_patient<'a>(resources: &'a Resources, people: &People, report: &mut Report) -> Vec<Parts<'a>> {
    let mut parts: Vec<Parts<'a>> = people.list.iter().map(|_| Parts::default()).collect();
    let mut find = |subject: Option<&Reference>, kind: &str, place: &str| -> Option<usize> {
        let found = owner(resources, people, subject);
        if let Err(reason) = found {
            report.skip(kind, reason, place);
        }
        found.ok()
    };
    for (position, entry) in resources.encounters.iter().enumerate() {
        if let Some(patient) = find(entry.resource.subject.as_ref(), "Encounter", &entry.place) {
            parts[patient].encounters.push(position);
        }
    }
    for entry in &resources.conditions {
        if let Some(patient) = find(entry.resource.subject.as_ref(), "Condition", &entry.place) {
            parts[patient].conditions.push(entry);
        }
    }
    for entry in &resources.observations {
        if let Some(patient) = find(entry.resource.subject.as_ref(), "Observation", &entry.place) {
            parts[patient].observations.push(entry);
        }
    }
    for entry in &resources.allergies {
        if let Some(patient) = find(entry.resource.patient.as_ref(), "AllergyIntolerance", &entry.place) {
            parts[patient].allergies.push(entry);
        }
    }
    for entry in &resources.requests {
        if let Some(patient) = find(entry.resource.subject.as_ref(), "MedicationRequest", &entry.place) {
            parts[patient].requests.push(entry);
        }
    }
    for entry in &resources.documents {
        if let Some(patient) = find(entry.resource.subject.as_ref(), "DocumentReference", &entry.place) {
            parts[patient].documents.push(entry);
        }
    }
    parts
}

/// Whether an id comes for the first time; a second one is reported.
fn is_new<T>(entry: &Entry<T>, seen: &mut HashSet<String>, kind: &str, report: &mut Report) -> bool {
    let is_new = seen.insert(entry.id.clone());
    if !is_new {
        report.skip(kind, "another one with the same id came before it", &entry.place);
    }
    is_new
}

/// A code from the file, as part of a reason.
fn shown(code: &str) -> String {
    crate::text::line(code).chars().take(40).collect()
}
