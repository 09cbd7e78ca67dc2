//! Who looked at a record, and by which right: what the audit says, in words.

mod action;
mod reported;
mod security;

use serde::{Deserialize, Serialize};

pub use self::{
    action::{Action, in_words},
    reported::{AccessReport, DoneElsewhere, EndableAccess, ReportedSession, SessionEvent},
    security::{Counted, SecurityEvent},
};
use crate::{clinic::ClinicTime, id::AuditEventId, page::Page};

/// By which right somebody acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessRight {
    Treating,
    Cover,
    BreakGlass,
    OwnRecord,
    Caregiver,
    Administration,
    Account,
    /// None, or none needed.
    None,
}

impl AccessRight {
    /// In words that a patient understands.
    pub fn label(self) -> &'static str {
        match self {
            Self::Treating => "Treating",
            Self::Cover => "Covering for a colleague",
            Self::BreakGlass => "Emergency access",
            Self::OwnRecord => "Own record",
            Self::Caregiver => "Reading for the patient",
            Self::Administration => "Administration",
            Self::Account => "Own account",
            Self::None => "No right needed",
        }
    }
}

/// In which role somebody acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorRole {
    Provider,
    Patient,
    Administrator,
    Anonymous,
    /// The clinic itself, from the command line: an import.
    Owner,
}

/// What somebody did with a record in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The latest of its events, by which it is reported.
    pub event: AuditEventId,
    pub who: String,
    pub right: AccessRight,
    pub from: ClinicTime,
    pub until: ClinicTime,
    /// Such as `opened the chart`, each once, the first first.
    pub what: Vec<String>,
    /// Whether the caller did it.
    pub is_mine: bool,
    pub report: Option<ReportState>,
}

/// What became of a patient's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReportState {
    Open,
    Closed { verdict: String },
}

/// The security events, and whether the audit's seals stand still.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecurityEvents {
    #[serde(flatten)]
    pub page: Page<SecurityEvent>,
    pub seal_stop: Option<SealStop>,
}

/// Since when and why nothing of the audit is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealStop {
    pub since: ClinicTime,
    pub cause: SealStopCause,
}

/// What doesn't fit between the audit's seals in the database and the roots that are kept in the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealStopCause {
    /// The bucket keeps a root of a later batch than the database's last one.
    CutOff,
    /// The bucket keeps another root than the batch of that number has.
    Differs,
    /// The bucket keeps none, although batches were sealed.
    LostBucket,
}

impl SealStopCause {
    /// As the database and the command line say it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CutOff => "cut_off",
            Self::Differs => "differs",
            Self::LostBucket => "lost_bucket",
        }
    }

    /// What was found, in words for an administrator.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::CutOff => "the end of the audit that was sealed once isn't in the database any more",
            Self::Differs => "what was sealed in the database isn't what the bucket has kept of it",
            Self::LostBucket => "the bucket has kept nothing of what was sealed",
        }
    }
}

/// The name for somebody whose name isn't known. A caregiver has a patient's kind of account, and so has whoever else
/// was sent a link.
pub fn actor_name(name: &str, role: ActorRole, right: AccessRight) -> String {
    match role {
        _ if !name.is_empty() => name.to_owned(),
        ActorRole::Provider => "A provider".into(),
        ActorRole::Patient if right == AccessRight::OwnRecord => "The patient".into(),
        ActorRole::Patient if right == AccessRight::Caregiver => "A caregiver".into(),
        ActorRole::Patient => "Somebody with an account".into(),
        ActorRole::Administrator => "The administrator".into(),
        ActorRole::Anonymous => "Somebody who wasn't signed in".into(),
        ActorRole::Owner => "The clinic".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_no_name_is_named_by_the_role() {
        let named = actor_name("Maya Lindqvist", ActorRole::Provider, AccessRight::Treating);
        assert_eq!(named, "Maya Lindqvist");
        assert_eq!(actor_name("", ActorRole::Owner, AccessRight::None), "The clinic");
    }

    #[test]
    fn nobody_else_with_a_patients_kind_of_account_is_called_the_patient() {
        let who = |right| actor_name("", ActorRole::Patient, right);
        assert_eq!(who(AccessRight::OwnRecord), "The patient");
        assert_eq!(who(AccessRight::Caregiver), "A caregiver");
        assert_eq!(who(AccessRight::None), "Somebody with an account");
    }
}
