//! A clinic: who is in it, who treats whom, and what stands in the records. Small, and printed so that a person can
//! follow why somebody sees a row.

use std::{collections::BTreeMap, fmt};

/// How far a provider has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Asked for an account, and waits.
    Applicant,
    Verified,
    /// Was verified once, and isn't any more.
    Withdrawn,
    /// Came with records from another system, and has no account.
    Imported,
}

#[derive(Clone, Copy, Debug)]
pub struct Provider {
    pub standing: Standing,
    pub has_second_factor: bool,
}

impl Provider {
    pub fn has_account(self) -> bool {
        self.standing != Standing::Imported
    }
}

/// When a relationship ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Never,
    /// At this very moment.
    Now,
    Past,
    /// A second ahead.
    Ahead,
}

#[derive(Clone, Copy, Debug)]
pub struct Relationship {
    pub began_by: &'static str,
    pub ending: Ending,
}

#[derive(Clone, Debug)]
pub struct Visit {
    pub patient: usize,
    pub author: usize,
    pub is_in_error: bool,
    pub has_private_note: bool,
    pub has_earlier_version: bool,
    /// Who added a remark.
    pub addendum_by: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
pub struct Prescription {
    pub patient: usize,
    pub author: Option<usize>,
    pub is_in_error: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Document {
    pub patient: usize,
    pub is_in_error: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    No,
    Open,
    Closed,
}

#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub action: &'static str,
    pub access_right: &'static str,
    pub patient: Option<usize>,
    /// Whether a patient reported it; never one of no record.
    pub reported: Reported,
}

/// An emergency access.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub provider: usize,
    pub patient: usize,
    pub is_reviewed: bool,
}

/// Everybody and everything has the number of its place.
#[derive(Clone)]
pub struct Clinic {
    pub asks_for_second_factor: bool,
    pub providers: Vec<Provider>,
    /// Whether each has an account.
    pub patients: Vec<bool>,
    /// By provider and patient.
    pub relationships: BTreeMap<(usize, usize), Relationship>,
    pub visits: Vec<Visit>,
    pub prescriptions: Vec<Prescription>,
    pub documents: Vec<Document>,
    /// Whose each is.
    pub allergies: Vec<usize>,
    /// By patient and provider.
    pub appointments: Vec<(usize, usize)>,
    pub events: Vec<Event>,
    pub grants: Vec<Grant>,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Anonymous,
    Provider(usize),
    Patient(usize),
    /// A patient's account whose record was unlinked.
    WithoutRecord,
    Administrator,
}

impl Clinic {
    /// Everybody who has an account, and somebody who hasn't.
    pub fn callers(&self) -> Vec<Caller> {
        let providers = self.providers.iter().enumerate().filter(|(_, provider)| provider.has_account());
        let patients = self.patients.iter().enumerate().filter(|(_, has_account)| **has_account);
        let mut callers = vec![Caller::Anonymous, Caller::WithoutRecord, Caller::Administrator];
        callers.extend(providers.map(|(number, _)| Caller::Provider(number)));
        callers.extend(patients.map(|(number, _)| Caller::Patient(number)));
        callers
    }
}

impl fmt::Debug for Clinic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a clinic")?;
        if self.asks_for_second_factor {
            writeln!(f, "  that asks providers for a second factor")?;
        }
        for (number, provider) in self.providers.iter().enumerate() {
            writeln!(f, "  provider {number}: {provider:?}")?;
        }
        for (number, has_account) in self.patients.iter().enumerate() {
            writeln!(f, "  patient {number}: {}", if *has_account { "with an account" } else { "without an account" })?;
        }
        for ((provider, patient), relationship) in &self.relationships {
            writeln!(f, "  provider {provider} and patient {patient}: {relationship:?}")?;
        }
        numbered(f, "visit", &self.visits)?;
        numbered(f, "prescription", &self.prescriptions)?;
        numbered(f, "document", &self.documents)?;
        numbered(f, "allergy of patient", &self.allergies)?;
        numbered(f, "appointment of patient and provider", &self.appointments)?;
        numbered(f, "event", &self.events)?;
        numbered(f, "emergency access", &self.grants)
    }
}

fn numbered(f: &mut fmt::Formatter<'_>, kind: &str, all: &[impl fmt::Debug]) -> fmt::Result {
    all.iter().enumerate().try_for_each(|(number, one)| writeln!(f, "  {kind} {number}: {one:?}"))
}
