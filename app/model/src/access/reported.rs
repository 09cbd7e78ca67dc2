use serde::{Deserialize, Serialize};

use super::AccessRight;
use crate::{clinic::ClinicTime, count::counted, id::AccessReportId};

/// A reported access, as the administrator sees it: never whose record it is, nor what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReport {
    pub id: AccessReportId,
    pub reported_at: ClinicTime,
    /// The email address of the account.
    pub reported_by: String,
    pub text: String,
    pub who: String,
    pub right: AccessRight,
    pub at: ClinicTime,
    pub what: String,
    pub session: ReportedSession,
    /// What of it the administrator can end; nothing where it is over, or where somebody treats the patient for another reason.
    pub endable: Option<EndableAccess>,
}

/// An access that somebody else gave, and that the administrator can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndableAccess {
    /// A colleague shared the chart with them.
    Share,
    /// A provider let them in as a caregiver.
    Caregiver,
}

/// What else whoever is reported did, between signing in and signing out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedSession {
    /// In the record of the report and in none, the first first: of very many those around the one that is reported.
    pub events: Vec<SessionEvent>,
    /// How many of these aren't listed.
    pub more: i64,
    /// In other records, which aren't named.
    pub elsewhere: Vec<DoneElsewhere>,
}

/// One thing that was done in such a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEvent {
    pub at: ClinicTime,
    pub what: String,
    pub right: AccessRight,
    /// Whether it is the one that was reported.
    pub is_reported: bool,
}

/// How often something was done in other records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneElsewhere {
    pub what: String,
    pub times: i64,
    pub records: i64,
}

impl DoneElsewhere {
    /// Such as `opened the chart: 14 times, in 3 other records`.
    pub fn in_words(&self) -> String {
        let Self { what, times, records } = self;
        format!("{what}: {}, in {}", counted(*times, "time"), counted(*records, "other record"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_elsewhere_is_told_in_numbers() {
        let done = |times, records| DoneElsewhere { what: "opened the chart".into(), times, records }.in_words();
        assert_eq!(done(1, 1), "opened the chart: 1 time, in 1 other record");
        assert_eq!(done(1302, 3), "opened the chart: 1,302 times, in 3 other records");
    }
}
