//! Allergies and what is known of them.

use serde::{Deserialize, Serialize};

use crate::{
    form::{Check, FieldError},
    id::AllergyId,
};

/// Whether anyone asked. "No known allergies" is a finding; "unknown" is the lack of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllergyStatus {
    #[default]
    Unknown,
    NoneKnown,
    Recorded,
}

impl AllergyStatus {
    /// As stored in `patients.allergy_status`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NoneKnown => "none_known",
            Self::Recorded => "recorded",
        }
    }
}

/// How bad a reaction is (FHIR R4 `reaction-event-severity`, and unknown).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    #[default]
    Unknown,
    Mild,
    Moderate,
    Severe,
}

impl Severity {
    /// As stored in `patient_allergies.severity`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Mild => "mild",
            Self::Moderate => "moderate",
            Self::Severe => "severe",
        }
    }
}

/// One recorded, active allergy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allergy {
    pub id: AllergyId,
    pub substance: String,
    /// What happened, in words; empty when nobody wrote it down.
    pub reaction: String,
    pub severity: Severity,
}

/// One allergy, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllergyForm {
    pub substance: String,
    pub reaction: String,
    pub severity: Severity,
}

/// The whole list of a patient's allergies, as typed: it replaces the recorded one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllergiesForm {
    pub status: AllergyStatus,
    pub allergies: Vec<AllergyForm>,
}

impl AllergiesForm {
    /// The list with texts trimmed and empty rows left out.
    ///
    /// # Errors
    /// What is wrong, field by field (`substance-0`, `reaction-0`, …, `status`).
    pub fn parse(&self) -> Result<AllergiesForm, Vec<FieldError>> {
        let mut check = Check::default();
        let mut allergies = Vec::new();
        for (row, allergy) in self.allergies.iter().enumerate() {
            if allergy.substance.trim().is_empty() && allergy.reaction.trim().is_empty() {
                continue;
            }
            allergies.push(AllergyForm {
                substance: check.required(&format!("substance-{row}"), "The substance", &allergy.substance, 200),
                reaction: check.optional(&format!("reaction-{row}"), "The reaction", &allergy.reaction, 200),
                severity: allergy.severity,
            });
        }
        match (self.status, allergies.is_empty()) {
            (AllergyStatus::Recorded, true) => check.error("status", "Add at least one allergy."),
            (AllergyStatus::Unknown | AllergyStatus::NoneKnown, false) => {
                check.error("status", "Allergies are listed below: remove them, or choose “Recorded”.");
            }
            _ => {}
        }
        check.finish(Some(AllergiesForm { status: self.status, allergies }))
    }
}

/// A recorded allergy that a prescription seems to match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllergyConflict {
    pub medication: String,
    pub substance: String,
    pub reaction: String,
    pub severity: Severity,
}
