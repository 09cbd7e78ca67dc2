use serde::{Deserialize, Serialize};

use crate::{
    clinic::ClinicTime,
    count::{counted, display_count},
};

/// What concerns the clinic's security, as the administrator sees it: an event, or several that say the same and follow each
/// other within a quarter of an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvent {
    /// When the last of them happened.
    pub at: ClinicTime,
    /// When the first did, where that is known.
    pub since: ClinicTime,
    pub who: String,
    /// Of a failed sign-in with the account, if there is one, and never what was typed.
    pub what: String,
    pub times: i64,
    pub counted: Counted,
    /// Empty where it isn't known, and for those that came from several.
    pub address: String,
}

/// What the number of a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// All that there were.
    All,
    /// Refusals that were summed up, on top of those that have lines of their own.
    Rest,
    /// The same, of which there may be more: the quarter of an hour isn't over.
    Running,
}

impl SecurityEvent {
    /// What was done, and how often.
    pub fn in_words(&self) -> String {
        let Self { at, since, what, times, counted: kind, .. } = self;
        let time = |moment: &ClinicTime| moment.local.format("%H:%M");
        match kind {
            Counted::All if *times == 1 => what.clone(),
            Counted::All => format!("{what}: {} since {}", counted(*times, "time"), time(since)),
            Counted::Rest => format!("{what}: and {} more until {}", display_count(*times), time(at)),
            Counted::Running => format!("{what}: and {} more since {}, so far", display_count(*times), time(since)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(time: &str) -> ClinicTime {
        let local: chrono::NaiveDateTime = format!("2026-03-12T{time}:00").parse().unwrap();
        ClinicTime { at: local.and_utc(), local }
    }

    fn said(times: i64, counted: Counted) -> String {
        let event = SecurityEvent {
            at: moment("09:45"),
            since: moment("09:31"),
            who: "Somebody who wasn't signed in".into(),
            what: "failed to sign in".into(),
            times,
            counted,
            address: "192.0.2.1".into(),
        };
        event.in_words()
    }

    #[test]
    fn a_number_says_what_it_stands_for() {
        assert_eq!(said(1, Counted::All), "failed to sign in");
        assert_eq!(said(23, Counted::All), "failed to sign in: 23 times since 09:31");
        assert_eq!(said(4212, Counted::Rest), "failed to sign in: and 4,212 more until 09:45");
        assert_eq!(said(1, Counted::Running), "failed to sign in: and 1 more since 09:31, so far");
    }
}
