//! Rows, named by what they are about: the ids say it, in the model as in the database.

use std::{collections::BTreeSet, fmt};

use uuid::Uuid;

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Administrator,
    WithoutRecord,
    ProviderAccount,
    PatientAccount,
    Provider,
    Patient,
    Allergy,
    Visit,
    Addendum,
    Prescription,
    Document,
    Appointment,
    Event,
    Report,
    Grant,
    Caregiver,
    Handover,
    Cover,
    Merge,
}

const KINDS: [Kind; 19] = [
    Kind::Administrator,
    Kind::WithoutRecord,
    Kind::ProviderAccount,
    Kind::PatientAccount,
    Kind::Provider,
    Kind::Patient,
    Kind::Allergy,
    Kind::Visit,
    Kind::Addendum,
    Kind::Prescription,
    Kind::Document,
    Kind::Appointment,
    Kind::Event,
    Kind::Report,
    Kind::Grant,
    Kind::Caregiver,
    Kind::Handover,
    Kind::Cover,
    Kind::Merge,
];

/// One part of a row's key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(Kind, usize);

/// Rows by their keys.
pub type Rows = BTreeSet<Vec<Key>>;

/// The key of a row that has one id.
pub fn one(kind: Kind, number: usize) -> Vec<Key> {
    vec![Key(kind, number)]
}

pub fn id(kind: Kind, number: usize) -> Uuid {
    Uuid::from_u128(((kind as u128) << 64) | number as u128)
}

/// # Panics
/// For an id that isn't of the clinic.
pub fn key(ids: &[Uuid]) -> Vec<Key> {
    let of = |id: &Uuid| {
        let (kind, number) = id.as_u64_pair();
        Key(KINDS[usize::try_from(kind).unwrap()], usize::try_from(number).unwrap())
    };
    ids.iter().map(of).collect()
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.0, self.1)
    }
}
