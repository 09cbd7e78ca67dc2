//! A patient's chart: what stands above the tabs, and what it said before.

use serde::{Deserialize, Serialize};

use crate::{
    access::AccessEnd,
    allergy::{Allergy, AllergyStatus},
    clinic::ClinicTime,
    id::{PatientId, ProviderId},
    merge::IncludedRecord,
    patient::Demographics,
};

/// A provider, as patients and colleagues see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub id: ProviderId,
    pub display_name: String,
    pub specialty: String,
}

/// The chart's header: patient, allergies, who treats them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartHeader {
    pub id: PatientId,
    pub demographics: Demographics,
    pub allergy_status: AllergyStatus,
    /// Active ones, the severe ones first.
    pub allergies: Vec<Allergy>,
    /// Providers who treat the patient now, the caller included, by name.
    pub treated_by: Vec<Colleague>,
    /// Whether a patient's account is linked to the record.
    pub has_account: bool,
    /// Until when the caller reads the chart, when that ends by itself: they then can't pass access on either.
    pub ends: Option<AccessEnd>,
    /// Other records of the patient that were merged into this one, the earliest first.
    pub includes: Vec<IncludedRecord>,
    /// Changes with every change of the patient's row; sent back with an edit, so that nobody overwrites
    /// what they haven't seen.
    pub version: i32,
}

/// A single-use link that lets a patient set a password, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLink {
    /// The address to hand over, with the secret in it.
    pub url: String,
    pub expires_at: ClinicTime,
}

/// What a record said of its patient before an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientVersion {
    pub version: i32,
    pub replaced_at: ClinicTime,
    /// Who edited it; empty for an import.
    pub replaced_by: String,
    pub demographics: Demographics,
    pub allergy_status: AllergyStatus,
    /// The substances.
    pub allergies: Vec<String>,
}
