//! Who looked at a record, and by which right: what the audit says, in words.

mod action;

use serde::{Deserialize, Serialize};

pub use self::action::{Action, in_words};
use crate::{
    clinic::ClinicTime,
    id::{AccessReportId, AuditEventId},
};

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
}

/// An event that concerns the clinic's security, as the administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityEvent {
    pub id: AuditEventId,
    pub at: ClinicTime,
    pub who: String,
    pub what: String,
    pub address: String,
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
