//! A record as another system hands it over: what a FHIR bundle becomes before it is stored.
//!
//! External ids are stable: importing the same bundle again finds the same rows.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    allergy::{AllergyStatus, Severity},
    document::{DocumentType, FileFormat},
    patient::Demographics,
    vitals::Vitals,
};

/// One patient with everything that came with them.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRecord {
    /// The issuer's identifier of the patient.
    pub external_id: String,
    pub demographics: Demographics,
    pub allergy_status: AllergyStatus,
    pub allergies: Vec<ImportedAllergy>,
    pub providers: Vec<ImportedProvider>,
    pub visits: Vec<ImportedVisit>,
    pub prescriptions: Vec<ImportedPrescription>,
    pub documents: Vec<ImportedDocument>,
}

/// A practitioner, keyed on NPI and name, because NPIs collide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedProvider {
    pub external_id: String,
    pub display_name: String,
    pub license_number: String,
    pub specialty: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedAllergy {
    pub external_id: String,
    pub substance: String,
    pub code: String,
    pub reaction: String,
    pub severity: Severity,
    pub is_active: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ImportedVisit {
    pub external_id: String,
    /// An `external_id` of [`ImportedRecord::providers`].
    pub provider: String,
    pub time: DateTime<Utc>,
    pub chief_complaint: String,
    pub diagnosis: String,
    pub notes: String,
    pub vitals: Vitals,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedPrescription {
    pub external_id: String,
    /// An `external_id` of [`ImportedRecord::visits`].
    pub visit: Option<String>,
    /// An `external_id` of [`ImportedRecord::providers`].
    pub provider: Option<String>,
    pub medication: String,
    pub dosage: String,
    pub frequency: String,
    pub start_date: NaiveDate,
    pub end_date: Option<NaiveDate>,
    pub is_active: bool,
}

/// An attached PDF or JPEG; text attachments become a visit's notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedDocument {
    pub external_id: String,
    pub document_type: DocumentType,
    pub format: FileFormat,
    pub description: String,
    pub created_at: DateTime<Utc>,
    pub bytes: Vec<u8>,
}
