use model::import::ImportedRecord;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    entry::{Entry, Head, RawEntry, without_nul, without_position},
    error::Error,
    map,
    references::{Index, Target},
    report::{NOT_KEPT, Report},
    resources::{
        AllergyIntolerance, Condition, DocumentReference, Encounter, Medication, MedicationRequest, Observation,
        Organization, Patient, Practitioner, PractitionerRole,
    },
    text::line,
    types::{Identifier, list},
};

/// One bundle, read: its patients' records, and what became of its resources.
#[derive(Debug)]
pub struct Bundle {
    /// The file's name; within an archive, followed by the name there.
    pub name: String,
    /// One for each patient.
    pub records: Vec<ImportedRecord>,
    pub report: Report,
}

/// A bundle of any type: what a transaction asks a server to do and what a collection holds are the same here.
#[derive(Deserialize)]
#[serde(expecting = "a FHIR bundle")]
pub(crate) struct RawBundle {
    #[serde(rename = "resourceType")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "list")]
    entry: Vec<RawEntry>,
}

impl RawBundle {
    /// Reads every resource and maps them.
    pub fn finish(self, name: String) -> Result<Bundle, Error> {
        match self.kind.as_deref() {
            Some("Bundle") => {}
            Some(other) => {
                let found = format!("one resource of type {}", line(other).chars().take(60).collect::<String>());
                return Err(Error::NotABundle { name, found });
            }
            None => return Err(Error::NotABundle { name, found: "an object without a resourceType".into() }),
        }
        let mut report = Report::default();
        let mut resources = Resources::default();
        for (position, entry) in self.entry.into_iter().enumerate() {
            resources.add(&entry, format!("{name}#/entry/{position}"), &mut report);
        }
        let records = map::records(&resources, &mut report);
        Ok(Bundle { name, records, report })
    }
}

/// The resources of the types that are mapped, in the bundle's order.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    pub index: Index,
    pub patients: Vec<Entry<Patient>>,
    pub practitioners: Vec<Entry<Practitioner>>,
    pub roles: Vec<Entry<PractitionerRole>>,
    pub organizations: Vec<Entry<Organization>>,
    pub encounters: Vec<Entry<Encounter>>,
    pub conditions: Vec<Entry<Condition>>,
    pub observations: Vec<Entry<Observation>>,
    pub allergies: Vec<Entry<AllergyIntolerance>>,
    pub medications: Vec<Entry<Medication>>,
    pub requests: Vec<Entry<MedicationRequest>>,
    pub documents: Vec<Entry<DocumentReference>>,
}

impl Resources {
    fn add(&mut self, raw: &RawEntry, place: String, report: &mut Report) {
        let Some(resource) = &raw.resource else {
            report.skip("(no resource)", "the entry has no resource", &place);
            return;
        };
        let text = without_nul(resource.get());
        let text = text.as_ref();
        let head: Head = match serde_json::from_str(text) {
            Ok(head) => head,
            Err(error) => {
                report.skip("(no type)", format!("malformed: {}", without_position(&error)), &place);
                return;
            }
        };
        let index = &mut self.index;
        let mut add = Adding { raw, text, head: &head, place, report, index };
        match head.kind.as_str() {
            "Patient" => add.named(&mut self.patients, Target::Patient, |patient| &patient.identifier),
            "Practitioner" => add.named(&mut self.practitioners, Target::Practitioner, |person| &person.identifier),
            "PractitionerRole" => add.named(&mut self.roles, Target::Role, |_| &[]),
            "Organization" => add.named(&mut self.organizations, Target::Organization, |place| &place.identifier),
            "Encounter" => add.named(&mut self.encounters, Target::Encounter, |_| &[]),
            "Medication" => add.named(&mut self.medications, Target::Medication, |_| &[]),
            "Condition" => add.plain(&mut self.conditions),
            "Observation" => add.plain(&mut self.observations),
            "AllergyIntolerance" => add.plain(&mut self.allergies),
            "MedicationRequest" => add.plain(&mut self.requests),
            "DocumentReference" => add.plain(&mut self.documents),
            other => {
                let is_name = other.len() <= 60 && other.chars().all(|c| c.is_ascii_alphanumeric());
                add.report.skip(if is_name { other } else { "(no type)" }, NOT_KEPT, &add.place);
            }
        }
    }
}

/// One resource on its way into the list of its type.
struct Adding<'a> {
    raw: &'a RawEntry,
    text: &'a str,
    head: &'a Head,
    place: String,
    report: &'a mut Report,
    index: &'a mut Index,
}

impl Adding<'_> {
    fn plain<T: DeserializeOwned>(&mut self, list: &mut Vec<Entry<T>>) {
        if self.raw.resource.as_ref().is_some_and(|resource| resource.get() != self.text) {
            self.report.change(&self.head.kind, "a NUL character in a text: replaced by a space");
        }
        list.extend(self.raw.read(self.text, self.head, self.place.clone(), self.report));
    }

    /// A resource that others refer to.
    fn named<T: DeserializeOwned>(
        &mut self,
        list: &mut Vec<Entry<T>>,
        target: fn(usize) -> Target,
        identifiers: fn(&T) -> &[Identifier],
    ) {
        let position = list.len();
        self.plain(list);
        if let Some(entry) = list.get(position) {
            let (url, id) = (self.raw.full_url.as_deref(), self.head.id.as_deref());
            self.index.add(target(position), url, id, identifiers(&entry.resource));
        }
    }
}
