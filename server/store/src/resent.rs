//! What is sent again under the id that it was saved with: the answer was lost, and the form may have been edited since.
//! It is saved when it says the same as at first. Nobody is told that anything else was.

use chrono::NaiveDate;
use model::prescription::NewPrescription;
use serde::Deserialize;

use crate::Error;

/// A prescription `r` as it was first written: stopping keeps the end that was planned.
macro_rules! prescribed {
    () => {
        "json_build_object(
               'medication', r.medication, 'dosage', r.dosage, 'frequency', r.frequency, 'start_date', r.start_date,
               'end_date', case when r.is_active then r.end_date else r.planned_end_date end,
               'allergy_override_reason', r.allergy_override_reason)"
    };
}
pub(crate) use prescribed;

/// What [`prescribed!`] selects.
#[derive(Deserialize)]
pub(crate) struct Prescribed {
    medication: String,
    dosage: String,
    frequency: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    allergy_override_reason: String,
}

impl Prescribed {
    /// A reason was kept only where an allergy matched; where none did, it makes no difference.
    pub(crate) fn says(&self, new: &NewPrescription, reason_for_all: Option<&str>) -> bool {
        let reason = new.allergy_override_reason.as_deref().or(reason_for_all).unwrap_or_default();
        (&self.medication, &self.dosage, &self.frequency) == (&new.medication, &new.dosage, &new.frequency)
            && (self.start_date, self.end_date) == (new.start_date, new.end_date)
            && (self.allergy_override_reason.is_empty() || self.allergy_override_reason == reason)
    }
}

/// Whether it was saved already: not when nothing was.
///
/// # Errors
/// [`Error::SavedOtherwise`] when what was saved says something else.
pub(crate) fn is_saved<T>(saved: Option<&T>, says_the_same: impl FnOnce(&T) -> bool) -> Result<bool, Error> {
    match saved {
        None => Ok(false),
        Some(saved) if says_the_same(saved) => Ok(true),
        Some(_) => Err(Error::SavedOtherwise),
    }
}
