//! A patient's chart: what stands above the tabs, and what it said before.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    access::AccessRight,
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

impl Colleague {
    /// As an option of a list: the id, and what is shown for it.
    pub fn choice(self) -> (String, String) {
        let shown = match self.specialty.as_str() {
            "" => self.display_name,
            specialty => format!("{} ({specialty})", self.display_name),
        };
        (self.id.to_string(), shown)
    }
}

/// The chart's header: patient, allergies, who treats them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartHeader {
    pub id: PatientId,
    pub demographics: Demographics,
    pub allergy_status: AllergyStatus,
    /// Active ones, the severe ones first.
    pub allergies: Vec<Allergy>,
    /// Providers who treat the patient now without an end, the caller included, by name.
    pub treated_by: Vec<Colleague>,
    /// Providers who cover for one of them now.
    pub covered_by: Vec<Colleague>,
    /// For whom of them the caller covers now.
    pub covering_for: Vec<Colleague>,
    /// By which right the caller reads it.
    pub right: AccessRight,
    /// When that ends by itself; a provider can't pass access on then.
    pub right_until: Option<ClinicTime>,
    /// Whether a patient's account is linked to the record.
    pub has_account: bool,
    /// Other records of the patient that were merged into this one, the earliest first.
    pub includes: Vec<IncludedRecord>,
    /// Of which days visits were entered in error, the latest first: all that is said of them to the patient and to who
    /// reads for the patient. Empty for a provider, who sees them struck out among the others.
    pub hidden_visits: Vec<NaiveDate>,
    /// Changes with every change of the patient's row; sent back with an edit, so that nobody overwrites
    /// what they haven't seen.
    pub version: i32,
}

impl ChartHeader {
    /// Whether the caller has emergency access, which permits to write a visit and nothing beside it.
    pub fn is_emergency(&self) -> bool {
        self.right == AccessRight::BreakGlass
    }
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
