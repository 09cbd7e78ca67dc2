//! A clinic: who is in it, who treats whom, and what stands in the records. Small, and printed so that a person can
//! follow why somebody sees a row.

mod people;
mod written;

use std::{collections::BTreeMap, fmt};

pub use self::{
    people::{
        Account, Caregiver, Cover, Ending, Handover, Merge, Provider, Relationship, SecondFactor, Standing, is_child,
    },
    written::{Document, Event, Grant, Prescription, Reported, Visit},
};
use crate::rows::Kind;

/// Everybody and everything has the number of its place.
#[derive(Clone)]
pub struct Clinic {
    pub asks_for_second_factor: bool,
    pub providers: Vec<Provider>,
    /// What account each has.
    pub patients: Vec<Account>,
    /// Whether the account whose record was unlinked is suspended.
    pub suspends_without_record: bool,
    /// By provider and patient.
    pub relationships: BTreeMap<(usize, usize), Relationship>,
    pub caregivers: Vec<Caregiver>,
    pub handovers: Vec<Handover>,
    pub covers: Vec<Cover>,
    /// Of a record that is merged into another everything has moved that moves, its account included.
    pub merges: Vec<Merge>,
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

impl Caller {
    /// Nobody has none.
    pub fn account(self) -> Option<(Kind, usize)> {
        match self {
            Caller::Anonymous => None,
            Caller::Provider(number) => Some((Kind::ProviderAccount, number)),
            Caller::Patient(number) => Some((Kind::PatientAccount, number)),
            Caller::WithoutRecord => Some((Kind::WithoutRecord, 0)),
            Caller::Administrator => Some((Kind::Administrator, 0)),
        }
    }
}

impl Clinic {
    /// Everybody who has an account, and somebody who hasn't.
    pub fn callers(&self) -> Vec<Caller> {
        let providers = self.providers.iter().enumerate().filter(|(_, provider)| provider.has_account());
        let patients = self.patients.iter().enumerate().filter(|(_, account)| **account != Account::No);
        let mut callers = vec![Caller::Anonymous, Caller::WithoutRecord, Caller::Administrator];
        callers.extend(providers.map(|(number, _)| Caller::Provider(number)));
        callers.extend(patients.map(|(number, _)| Caller::Patient(number)));
        callers
    }

    /// Nobody suspends an administrator.
    pub fn is_suspended(&self, caller: Caller) -> bool {
        match caller {
            Caller::Provider(number) => self.providers[number].is_suspended,
            Caller::Patient(number) => self.patients[number] == Account::Suspended,
            Caller::WithoutRecord => self.suspends_without_record,
            Caller::Anonymous | Caller::Administrator => false,
        }
    }

    /// The record that a record is merged into.
    pub fn survivor_of(&self, patient: usize) -> Option<usize> {
        let merge = self.merges.iter().find(|it| it.merged == patient && !it.is_undone);
        merge.map(|it| it.survivor)
    }
}

impl fmt::Debug for Clinic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a clinic")?;
        if self.asks_for_second_factor {
            writeln!(f, "  that asks providers for a second factor")?;
        }
        if self.suspends_without_record {
            writeln!(f, "  that suspends the account without a record")?;
        }
        numbered(f, "provider", &self.providers)?;
        numbered(f, "account of patient", &self.patients)?;
        for ((provider, patient), relationship) in &self.relationships {
            writeln!(f, "  provider {provider} and patient {patient}: {relationship:?}")?;
        }
        numbered(f, "caregiver", &self.caregivers)?;
        numbered(f, "handover", &self.handovers)?;
        numbered(f, "cover", &self.covers)?;
        numbered(f, "merge", &self.merges)?;
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
