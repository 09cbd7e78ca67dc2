//! FHIR's resources, as far as they are read.

use serde::Deserialize;

use crate::types::{
    Attachment, Concept, ContactPoint, HumanName, Identifier, Period, PostalAddress, Quantity, Reference, list,
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Patient {
    #[serde(default, deserialize_with = "list")]
    pub identifier: Vec<Identifier>,
    #[serde(default, deserialize_with = "list")]
    pub name: Vec<HumanName>,
    #[serde(default, deserialize_with = "list")]
    pub telecom: Vec<ContactPoint>,
    pub gender: Option<String>,
    pub birth_date: Option<String>,
    pub deceased_boolean: Option<bool>,
    pub deceased_date_time: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub address: Vec<PostalAddress>,
    #[serde(default, deserialize_with = "list")]
    pub contact: Vec<Contact>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Contact {
    #[serde(default, deserialize_with = "list")]
    pub relationship: Vec<Concept>,
    pub name: Option<HumanName>,
    #[serde(default, deserialize_with = "list")]
    pub telecom: Vec<ContactPoint>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Practitioner {
    #[serde(default, deserialize_with = "list")]
    pub identifier: Vec<Identifier>,
    #[serde(default, deserialize_with = "list")]
    pub name: Vec<HumanName>,
    #[serde(default, deserialize_with = "list")]
    pub qualification: Vec<Qualification>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Qualification {
    pub code: Option<Concept>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PractitionerRole {
    pub practitioner: Option<Reference>,
    #[serde(default, deserialize_with = "list")]
    pub specialty: Vec<Concept>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Organization {
    #[serde(default, deserialize_with = "list")]
    pub identifier: Vec<Identifier>,
    pub name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Encounter {
    pub status: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "list")]
    pub kind: Vec<Concept>,
    #[serde(alias = "patient")]
    pub subject: Option<Reference>,
    #[serde(default, deserialize_with = "list")]
    pub participant: Vec<Participant>,
    pub period: Option<Period>,
    #[serde(default, deserialize_with = "list")]
    pub reason_code: Vec<Concept>,
    pub service_provider: Option<Reference>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Participant {
    #[serde(rename = "type", default, deserialize_with = "list")]
    pub kind: Vec<Concept>,
    pub individual: Option<Reference>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Condition {
    pub verification_status: Option<Concept>,
    pub code: Option<Concept>,
    pub subject: Option<Reference>,
    pub encounter: Option<Reference>,
    pub recorded_date: Option<String>,
    pub onset_date_time: Option<String>,
    pub onset_period: Option<Period>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Observation {
    pub status: Option<String>,
    pub code: Option<Concept>,
    pub subject: Option<Reference>,
    pub encounter: Option<Reference>,
    pub effective_date_time: Option<String>,
    pub effective_period: Option<Period>,
    pub value_quantity: Option<Quantity>,
    #[serde(default, deserialize_with = "list")]
    pub component: Vec<Component>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Component {
    pub code: Option<Concept>,
    pub value_quantity: Option<Quantity>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AllergyIntolerance {
    pub clinical_status: Option<Concept>,
    pub verification_status: Option<Concept>,
    pub criticality: Option<String>,
    pub code: Option<Concept>,
    #[serde(alias = "subject")]
    pub patient: Option<Reference>,
    #[serde(default, deserialize_with = "list")]
    pub reaction: Vec<Reaction>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Reaction {
    #[serde(default, deserialize_with = "list")]
    pub manifestation: Vec<Concept>,
    pub description: Option<String>,
    pub severity: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Medication {
    pub id: Option<String>,
    pub code: Option<Concept>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MedicationRequest {
    pub status: Option<String>,
    pub intent: Option<String>,
    pub medication_codeable_concept: Option<Concept>,
    pub medication_reference: Option<Reference>,
    pub subject: Option<Reference>,
    pub encounter: Option<Reference>,
    pub authored_on: Option<String>,
    pub requester: Option<Reference>,
    #[serde(default, deserialize_with = "list")]
    pub dosage_instruction: Vec<Dosage>,
    /// Medications, mostly; of others only the id and the code are read.
    #[serde(default, deserialize_with = "list")]
    pub contained: Vec<Medication>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Dosage {
    pub text: Option<String>,
    pub patient_instruction: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub additional_instruction: Vec<Concept>,
    pub timing: Option<Timing>,
    pub as_needed_boolean: Option<bool>,
    pub as_needed_codeable_concept: Option<Concept>,
    #[serde(default, deserialize_with = "list")]
    pub dose_and_rate: Vec<Dose>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Dose {
    pub dose_quantity: Option<Quantity>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Timing {
    pub repeat: Option<Repeat>,
    pub code: Option<Concept>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Repeat {
    pub frequency: Option<u32>,
    pub period: Option<f64>,
    pub period_unit: Option<String>,
    pub bounds_period: Option<Period>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct DocumentReference {
    pub status: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<Concept>,
    pub subject: Option<Reference>,
    pub date: Option<String>,
    pub description: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub content: Vec<Content>,
    pub context: Option<Context>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Content {
    pub attachment: Option<Attachment>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Context {
    #[serde(default, deserialize_with = "list")]
    pub encounter: Vec<Reference>,
}
