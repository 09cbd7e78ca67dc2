//! Visits, their amendments and addenda.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::{
    clinic::ClinicTime,
    form::{Check, FieldError},
    id::{PatientId, VisitId},
    prescription::{NewPrescription, PrescriptionForm},
    vitals::{Vitals, VitalsForm},
};

/// Something was entered that should not have been: kept, struck through, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnteredInError {
    pub at: ClinicTime,
    /// Who said so; empty when that isn't known.
    pub by: String,
    pub reason: String,
}

impl EnteredInError {
    /// As a provider reads it.
    pub fn words(&self) -> String {
        let by = if self.by.is_empty() { String::new() } else { format!(", by {}", self.by) };
        format!("Entered in error, {}{by}: {}", self.at.display(), self.reason)
    }
}

/// A colleague's later remark on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addendum {
    pub provider_name: String,
    pub at: ClinicTime,
    pub text: String,
}

/// A visit, as the chart shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    pub id: VisitId,
    pub time: ClinicTime,
    pub provider_name: String,
    pub provider_specialty: String,
    pub chief_complaint: String,
    pub diagnosis: String,
    pub notes: String,
    pub vitals: Vitals,
    /// Oldest first.
    pub addenda: Vec<Addendum>,
    /// How many earlier versions there are.
    pub amendments: i64,
    pub entered_in_error: Option<EnteredInError>,
    /// Whether the caller wrote it and may amend it.
    pub is_mine: bool,
    /// Whether the caller may mark it as entered in error: the author, or anyone when the author can't.
    pub may_mark_in_error: bool,
    /// What its author prescribed in it: marked as entered in error together with the visit.
    pub medications: Vec<String>,
    /// Sent back with an amendment.
    pub version: i32,
    /// The author's private note; always empty for everyone else.
    pub private_note: String,
}

/// An earlier version of a visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VisitVersion {
    pub version: i32,
    /// When it was replaced.
    pub replaced_at: ClinicTime,
    /// Why it was replaced.
    pub reason: String,
    pub time: ClinicTime,
    pub chief_complaint: String,
    pub diagnosis: String,
    pub notes: String,
    pub vitals: Vitals,
}

/// What a visit says, as typed; serves the new visit's dialog and the amendment's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitForm {
    /// Date and time on the clinic's wall clock, as a `datetime-local` input sends it.
    pub visit_date: String,
    pub chief_complaint: String,
    pub diagnosis: String,
    pub notes: String,
    pub vitals: VitalsForm,
    /// Written in the same visit; left empty in an amendment.
    pub prescriptions: Vec<PrescriptionForm>,
    /// Why a prescription that matches an allergy is right all the same; empty until it was asked for.
    pub allergy_override_reason: String,
}

/// What a visit says, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitContent {
    /// On the clinic's wall clock.
    pub local_time: NaiveDateTime,
    pub chief_complaint: String,
    pub diagnosis: String,
    pub notes: String,
    pub vitals: Vitals,
    pub prescriptions: Vec<NewPrescription>,
    /// `None` when nothing was given.
    pub allergy_override_reason: Option<String>,
}

impl VisitForm {
    /// # Errors
    /// What is wrong, field by field; a prescription's fields are named `prescription-0.medication` and so on.
    pub fn parse(&self) -> Result<VisitContent, Vec<FieldError>> {
        let mut check = Check::default();
        let local_time = parse_local_time(&self.visit_date);
        if local_time.is_none() {
            check.error("visit_date", "Choose the date and time of the visit.");
        }
        let chief_complaint = check.required("chief_complaint", "The chief complaint", &self.chief_complaint, 500);
        let diagnosis = check.optional("diagnosis", "The diagnosis", &self.diagnosis, 500);
        let notes = check.optional("notes", "The notes", &self.notes, 20_000);
        let reason = check.optional("allergy_override_reason", "The reason", &self.allergy_override_reason, 500);
        let vitals = self
            .vitals
            .parse()
            .map_err(|errors| errors.into_iter().for_each(|e| check.error(&e.field, e.message)))
            .ok();
        let mut prescriptions = Vec::new();
        for (row, form) in self.prescriptions.iter().enumerate().filter(|(_, form)| !form.is_empty()) {
            match form.parse() {
                Ok(prescription) => prescriptions.push(prescription),
                Err(errors) => {
                    errors.into_iter().for_each(|e| check.error(&format!("prescription-{row}.{}", e.field), e.message))
                }
            }
        }
        let content = local_time.zip(vitals).map(|(local_time, vitals)| VisitContent {
            local_time,
            chief_complaint,
            diagnosis,
            notes,
            vitals,
            prescriptions,
            allergy_override_reason: Some(reason).filter(|reason| !reason.is_empty()),
        });
        check.finish(content)
    }
}

fn parse_local_time(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"].iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// What became of writing a visit or a prescription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Written<T> {
    Saved(T),
    /// Nothing was written: a prescription matches a recorded allergy and no reason was given.
    AllergyConflicts(Vec<crate::allergy::AllergyConflict>),
}

/// A new visit of a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVisit {
    /// Made by the page when the dialog opens: sending it twice writes one visit.
    pub id: VisitId,
    pub patient: PatientId,
    pub form: VisitForm,
}
