//! Who treats whom over time: what colleagues have arranged with each other.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::{
    clinic::{ClinicTime, display_date},
    form::{Check, FieldError},
    id::{CoverId, HandoverId, ProviderId},
};

/// A patient who is to be handed over, which the colleague hasn't answered yet, or has declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    pub id: HandoverId,
    /// Whether the caller asked, and not the colleague.
    pub is_mine: bool,
    pub colleague: String,
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: NaiveDate,
    pub asked_at: ClinicTime,
    pub declined_at: Option<ClinicTime>,
}

impl Handover {
    /// The patient by two identifiers.
    pub fn patient(&self) -> String {
        format!("{} {}, born {}", self.first_name, self.last_name, display_date(self.date_of_birth))
    }
}

/// A colleague covers for another until a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub id: CoverId,
    /// Whether the caller is covered, and not the one who covers.
    pub is_mine: bool,
    pub colleague: String,
    pub until: ClinicTime,
    /// Whether it has been accepted, and so runs.
    pub is_accepted: bool,
    pub declined_at: Option<ClinicTime>,
}

/// Everything that the caller has arranged with colleagues and that isn't over; and what a colleague has declined lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangements {
    pub handovers: Vec<Handover>,
    pub covers: Vec<Cover>,
}

/// The longest cover, in days.
pub const COVER_MOST_DAYS: i64 = 90;

/// A question to a colleague, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverForm {
    /// The colleague's id.
    pub colleague: String,
    /// As a field for date and time sends it: `2026-03-12T18:00`, on the clinic's clock.
    pub until: String,
}

impl CoverForm {
    /// Whom to ask, and until when on the clinic's clock.
    ///
    /// # Arguments
    /// `today` is the clinic's date.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self, today: NaiveDate) -> Result<(ProviderId, NaiveDateTime), Vec<FieldError>> {
        let mut check = Check::default();
        let colleague: Option<ProviderId> = self.colleague.parse().ok();
        if colleague.is_none() {
            check.error("colleague", "Choose a colleague.");
        }
        let until = NaiveDateTime::parse_from_str(self.until.trim(), "%Y-%m-%dT%H:%M").ok();
        match until {
            None => check.error("until", "Choose a day and a time."),
            Some(until) if until.date() < today => check.error("until", "This day is over: choose a later one."),
            Some(until) if (until.date() - today).num_days() > COVER_MOST_DAYS => {
                check.error("until", format!("A cover lasts for {COVER_MOST_DAYS} days at most."));
            }
            Some(_) => {}
        }
        check.finish(colleague.zip(until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(colleague: &str, until: &str) -> Vec<String> {
        let form = CoverForm { colleague: colleague.into(), until: until.into() };
        let parsed = form.parse("2026-03-01".parse().unwrap());
        parsed.err().unwrap_or_default().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_cover_needs_a_colleague_and_a_time_that_is_near() {
        let colleague = "0192f3a0-0000-7000-8000-000000000001";
        assert_eq!(wrong(colleague, "2026-03-12T18:00"), [""; 0]);
        assert_eq!(wrong("", "soon"), ["colleague", "until"]);
        assert_eq!(wrong(colleague, "2026-02-28T18:00"), ["until"]);
        assert_eq!(wrong(colleague, "2026-05-30T18:00"), [""; 0]);
        assert_eq!(wrong(colleague, "2026-05-31T18:00"), ["until"]);
    }
}
