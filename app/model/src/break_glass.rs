//! Emergency access to the chart of a patient whom a provider doesn't treat.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    clinic::ClinicTime,
    form::{Check, FieldError},
    id::BreakGlassId,
    patient::PatientSummary,
};

/// The shortest reason, in characters: a sentence.
pub const REASON_LEAST: usize = 20;
/// The longest reason, in characters.
pub const REASON_MOST: usize = 1_000;

/// Whose chart, and why, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakGlassForm {
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: String,
    pub reason: String,
}

/// Whose chart, and why, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakGlassRequest {
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: NaiveDate,
    pub reason: String,
}

impl BreakGlassForm {
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<BreakGlassRequest, Vec<FieldError>> {
        let mut check = Check::default();
        let first_name = check.required("first_name", "The first name", &self.first_name, 100);
        let last_name = check.required("last_name", "The last name", &self.last_name, 100);
        let date_of_birth = check.date("date_of_birth", "The date of birth", &self.date_of_birth);
        if self.date_of_birth.trim().is_empty() {
            check.error("date_of_birth", "The date of birth is missing.");
        }
        let reason = check.optional("reason", "The reason", &self.reason, REASON_MOST);
        if reason.chars().count() < REASON_LEAST {
            let message = format!("Say in a sentence why you need this chart now: at least {REASON_LEAST} characters.");
            check.error("reason", message);
        }
        let request =
            date_of_birth.map(|date_of_birth| BreakGlassRequest { first_name, last_name, date_of_birth, reason });
        check.finish(request)
    }
}

/// What a provider has to know before, and what they have opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakGlassOverview {
    /// For how many hours a chart opens.
    pub hours: u64,
    /// The caller's own accesses that haven't ended, the last one first.
    pub running: Vec<RunningBreakGlass>,
}

/// A chart that is open for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningBreakGlass {
    pub patient: PatientSummary,
    pub until: ClinicTime,
}

/// What a patient is told of an emergency access to their record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakGlassNotice {
    pub id: BreakGlassId,
    pub who: String,
    pub from: ClinicTime,
    pub until: ClinicTime,
    pub reason: String,
    /// None while the administrator hasn't reviewed it.
    pub review: Option<BreakGlassReview>,
    /// Whether the patient doesn't want to be told of it any more.
    pub is_dismissed: bool,
}

/// What the administrator found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakGlassReview {
    pub is_justified: bool,
    pub verdict: String,
}

impl BreakGlassReview {
    /// In a word or two.
    pub fn label(&self) -> &'static str {
        if self.is_justified { "Justified" } else { "Not justified" }
    }
}

/// An emergency access that waits for a review, as the administrator sees it: never whose record it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreviewedBreakGlass {
    pub id: BreakGlassId,
    pub who: String,
    pub from: ClinicTime,
    pub until: ClinicTime,
    pub reason: String,
    /// What was done in the record, such as `opened the chart`, each once.
    pub what: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(form: &BreakGlassForm) -> Vec<String> {
        form.parse().err().unwrap_or_default().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn nothing_is_left_out_and_the_reason_is_a_sentence() {
        assert_eq!(fields(&BreakGlassForm::default()), ["first_name", "last_name", "date_of_birth", "reason"]);
        let form = BreakGlassForm {
            first_name: " Freda ".into(),
            last_name: "Kris".into(),
            date_of_birth: "1980-02-03".into(),
            reason: "Unconscious.          ".into(),
        };
        assert_eq!(fields(&form), ["reason"]);
        let request = BreakGlassForm { reason: "Unconscious in the waiting room.".into(), ..form }.parse();
        assert_eq!(request.map(|request| request.first_name), Ok("Freda".into()));
    }
}
