//! What somebody did, as the audit names it, and in words.

macro_rules! actions {
    ($($action:ident = $name:literal, $words:literal;)+) => {
        /// What somebody did. Every event of the audit has one of these; the database has the same list, and refuses any
        /// other.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($action,)+
        }

        impl Action {
            /// Every action, in the order in which they are declared.
            pub const ALL: &[Self] = &[$(Self::$action,)+];

            /// As the audit keeps it, such as `chart.read`: its topic before the dot.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$action => $name,)+
                }
            }

            /// In words, as patients and administrators read it: `opened the chart`.
            pub const fn words(self) -> &'static str {
                match self {
                    $(Self::$action => $words,)+
                }
            }

            /// The action of this name; `None` for a name that this program doesn't know.
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$action),)+
                    _ => None,
                }
            }
        }
    };
}

mod table;

pub use self::table::Action;

/// What the administrator reads of: accounts, sign-ins, who was let in to what.
const SECURITY_TOPICS: [&str; 16] = [
    "session",
    "account",
    "provider",
    "providers",
    "accounts",
    "invitation",
    "break_glass",
    "access",
    "audit",
    "restore",
    "cover",
    "handover",
    "caregiver",
    "factor",
    "passkey",
    "link",
];

impl Action {
    /// The lists that show several patients at once, each by name: an event of the list, and one for each of them.
    pub const LISTS: [Self; 7] = [
        Self::PatientsList,
        Self::VisitsThisWeek,
        Self::PrescriptionsActive,
        Self::DocumentsPending,
        Self::BreakGlassList,
        Self::ArrangementsList,
        Self::CaregiverListRecords,
    ];

    /// Whether it is that such a list was read.
    pub fn is_list(self) -> bool {
        Self::LISTS.contains(&self)
    }

    /// Whether the administrator reads of it: by its topic, and of whatever was refused.
    pub fn concerns_security(self) -> bool {
        let parts = self.as_str().split_once('.');
        parts.is_some_and(|(topic, what)| SECURITY_TOPICS.contains(&topic) || what == "refuse")
    }
}

/// An action in words, by its name in the database. What this program doesn't know, as a newer one may have written it,
/// stays as it was received.
pub fn in_words(name: &str) -> &str {
    Action::parse(name).map_or(name, |action| action.words())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_action_is_found_by_its_name_and_no_other_is() {
        for &action in Action::ALL {
            assert_eq!(Action::parse(action.as_str()), Some(action));
        }
        let names: BTreeSet<_> = Action::ALL.iter().map(|action| action.as_str()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        assert_eq!(Action::parse("chart.burn"), None);
    }

    #[test]
    fn a_name_is_a_topic_and_what_was_done() {
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        for action in Action::ALL {
            let (topic, what) = action.as_str().split_once('.').unwrap();
            assert!(is_word(topic) && is_word(what), "{action:?}");
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_shown_as_it_was_received() {
        assert_eq!(in_words("chart.read"), "opened the chart");
        assert_eq!(in_words("chart.burn"), "chart.burn");
    }

    #[test]
    fn of_everything_that_is_refused_the_words_say_so() {
        let refusals = Action::ALL.iter().filter(|action| action.as_str().ends_with(".refuse"));
        let silent: Vec<_> = refusals.filter(|action| !action.words().contains("refused")).collect();
        let said_otherwise = [
            Action::SessionRefuse,
            Action::FactorRefuse,
            Action::LinkRefuse,
            Action::OwnAccountRefuse,
            Action::OwnRecordRefuse,
        ];
        assert!(silent.iter().all(|action| said_otherwise.contains(action)), "{silent:?}");
    }

    #[test]
    fn a_patient_reads_of_every_list_that_the_name_stood_in_it() {
        for action in Action::ALL.iter().filter(|action| action.is_list()) {
            assert!(action.words().starts_with("saw the name in "), "{action:?}");
        }
    }

    #[test]
    fn the_administrator_reads_of_sign_ins_and_refusals_and_never_of_what_was_done_in_a_record() {
        for action in [Action::SessionBegin, Action::AccessReport, Action::ChartRefuse, Action::MergeRefuse] {
            assert!(action.concerns_security(), "{action:?}");
        }
        for action in [
            Action::ChartRead,
            Action::CaregiversList,
            Action::CaregiversEnd,
            Action::PatientMerge,
            Action::RelationshipEnd,
        ] {
            assert!(!action.concerns_security(), "{action:?}");
        }
    }
}
