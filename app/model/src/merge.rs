//! Two records of one person, which become one.

use serde::{Deserialize, Serialize};

use crate::{
    allergy::{Allergy, AllergyStatus},
    chart::Colleague,
    clinic::ClinicTime,
    id::{MergeId, PatientId},
    patient::{Demographics, PatientSummary},
};

/// Another patient of the caller's, whose record may be the same person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeCandidate {
    pub patient: PatientSummary,
    /// Whether name and birth date say so.
    pub is_likely: bool,
}

/// One of two records that are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedRecord {
    pub patient: PatientId,
    /// As in the chart's header.
    pub version: i32,
    pub demographics: Demographics,
    pub allergy_status: AllergyStatus,
    pub allergies: Vec<Allergy>,
    pub visits: i64,
    pub prescriptions: i64,
    pub documents: i64,
    /// Who treats the patient without an end.
    pub treated_by: Vec<Colleague>,
    /// Who covers for one of them.
    pub covered_by: Vec<Colleague>,
    pub has_account: bool,
}

/// What a provider is shown before they merge two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordComparison {
    pub survivor: ComparedRecord,
    pub merged: ComparedRecord,
    pub obstacle: Option<MergeObstacle>,
}

/// Why two records can't be merged as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MergeObstacle {
    OtherBirthDate,
    TwoAccounts,
    EmergencyAccess,
    IncludesAnother,
}

impl MergeObstacle {
    const ALL: [Self; 4] = [Self::OtherBirthDate, Self::TwoAccounts, Self::EmergencyAccess, Self::IncludesAnother];

    /// As the database says it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OtherBirthDate => "other_birth_date",
            Self::TwoAccounts => "two_accounts",
            Self::EmergencyAccess => "emergency_access",
            Self::IncludesAnother => "includes_another",
        }
    }

    /// The database's word back into the type.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|obstacle| obstacle.as_str() == text)
    }

    /// What is in the way, and what to do.
    pub fn message(self) -> &'static str {
        match self {
            Self::OtherBirthDate => {
                "The dates of birth differ. If it is one person, one of them is wrong: correct it first, under Demographics."
            }
            Self::TwoAccounts => {
                "Both records have a patient's account. Ask the patient which one they use, and the administrator to unlink the other one."
            }
            Self::EmergencyAccess => {
                "Somebody has emergency access to one of the records. Merge them when that has ended."
            }
            Self::IncludesAnother => {
                "The other record includes a third one already. Merge this one into it instead, from its own chart, or undo that merge first."
            }
        }
    }
}

/// What a provider decides, with what they saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeRequest {
    /// Made by the page, so that sending it twice merges once.
    pub id: MergeId,
    /// The record that stays.
    pub survivor: PatientId,
    pub survivor_version: i32,
    /// The record that moves into it.
    pub merged: PatientId,
    pub merged_version: i32,
    pub reason: String,
}

/// A record that is part of another one since it was merged into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncludedRecord {
    pub id: MergeId,
    /// Who it said that it was of.
    pub patient: PatientSummary,
    pub merged_at: ClinicTime,
    /// Empty when the caller may not know the name.
    pub merged_by: String,
    pub reason: String,
    /// How much was added to the chart since: visits, prescriptions, documents, allergies.
    pub added_since: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_obstacle_is_read_as_it_is_said() {
        for obstacle in MergeObstacle::ALL {
            assert_eq!(MergeObstacle::parse(obstacle.as_str()), Some(obstacle));
        }
        assert_eq!(MergeObstacle::parse("hidden"), None);
    }
}
