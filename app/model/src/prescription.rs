//! Prescriptions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    form::{Check, FieldError},
    id::{PrescriptionId, VisitId},
    visit::EnteredInError,
};

/// A prescription, as the chart shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prescription {
    pub id: PrescriptionId,
    pub visit: Option<VisitId>,
    pub medication: String,
    pub dosage: String,
    pub frequency: String,
    pub start_date: NaiveDate,
    pub end_date: Option<NaiveDate>,
    /// The end that was planned before it was stopped.
    pub planned_end_date: Option<NaiveDate>,
    /// Whether it was stopped before the day on which it was to begin.
    pub never_began: bool,
    /// `is_active`, and today between start and end: what the badge says.
    pub is_active_today: bool,
    pub prescribed_by: String,
    pub stop_reason: String,
    /// Why it was prescribed against a recorded allergy; empty when it wasn't.
    pub allergy_override_reason: String,
    pub entered_in_error: Option<EnteredInError>,
    /// Whether the caller may mark it as entered in error: who prescribed it, or anyone when they can't.
    pub may_mark_in_error: bool,
}

/// A prescription, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrescriptionForm {
    pub medication: String,
    pub dosage: String,
    pub frequency: String,
    pub start_date: String,
    /// Empty for no planned end.
    pub end_date: String,
    /// Why it is right although it matches an allergy; empty until it was asked for.
    pub allergy_override_reason: String,
}

/// A prescription, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPrescription {
    pub medication: String,
    pub dosage: String,
    pub frequency: String,
    pub start_date: NaiveDate,
    pub end_date: Option<NaiveDate>,
    pub allergy_override_reason: Option<String>,
}

impl PrescriptionForm {
    /// Whether nobody typed anything but the dates that the form fills in.
    pub fn is_empty(&self) -> bool {
        [&self.medication, &self.dosage, &self.frequency].iter().all(|text| text.trim().is_empty())
    }

    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<NewPrescription, Vec<FieldError>> {
        let mut check = Check::default();
        let medication = check.required("medication", "The medication", &self.medication, 300);
        let dosage = check.optional("dosage", "The dosage", &self.dosage, 200);
        let frequency = check.optional("frequency", "The frequency", &self.frequency, 200);
        let start_date = check.date("start_date", "The start date", &self.start_date);
        if self.start_date.trim().is_empty() {
            check.error("start_date", "The start date is missing.");
        }
        let end_date = check.date("end_date", "The end date", &self.end_date);
        if start_date.zip(end_date).is_some_and(|(start, end)| end < start) {
            check.error("end_date", "The end date is before the start date.");
        }
        let reason = check.optional("allergy_override_reason", "The reason", &self.allergy_override_reason, 500);
        let prescription = start_date.map(|start_date| NewPrescription {
            medication,
            dosage,
            frequency,
            start_date,
            end_date,
            allergy_override_reason: Some(reason).filter(|reason| !reason.is_empty()),
        });
        check.finish(prescription)
    }
}
