//! The rules, once more, in plain Rust: who sees which row, and who may change which.

mod access;
mod people;
mod records;

use std::collections::BTreeMap;

use crate::{
    clinic::{Caller, Clinic, Ending, Relationship, SecondFactor, Standing, is_child},
    rows::{Kind, Rows, one},
};

type Tables = BTreeMap<&'static str, Rows>;

/// A caller in a clinic.
struct Rules<'a> {
    clinic: &'a Clinic,
    /// Who the rules take them for: whoever is suspended is nobody.
    caller: Caller,
}

/// Which rows the caller gets from each table, and which they may change.
pub fn rows(clinic: &Clinic, account: Caller) -> Tables {
    let caller = if clinic.is_suspended(account) { Caller::Anonymous } else { account };
    let rules = Rules { clinic, caller };
    let mut rows = BTreeMap::new();
    rules.people(&mut rows);
    rules.between(&mut rows);
    rules.patients(&mut rows);
    rules.records(&mut rows);
    rules.visits(&mut rows);
    rules.audit(&mut rows);
    rules.rights(&mut rows);
    rows
}

impl Rules<'_> {
    /// Who has no second factor, and so administers nothing where the clinic asks for one.
    fn is_administrator(&self) -> bool {
        self.caller == Caller::Administrator && !self.clinic.asks_for_second_factor
    }

    /// The caller as a provider: verified, and with a second factor where the clinic asks for one.
    fn provider(&self) -> Option<usize> {
        let Caller::Provider(number) = self.caller else { return None };
        let provider = self.clinic.providers[number];
        let has_factor = matches!(provider.second_factor, SecondFactor::Codes | SecondFactor::Passkey);
        let is_let_in = has_factor || !self.clinic.asks_for_second_factor;
        (provider.standing == Standing::Verified && is_let_in).then_some(number)
    }

    /// Whether the record is the caller's own.
    fn owns(&self, patient: usize) -> bool {
        self.caller == Caller::Patient(patient)
    }

    /// Whether the caller reads the record for the patient. Of two records that became one, they were let in to one.
    fn cares_for(&self, patient: usize) -> bool {
        let accepted = self.clinic.caregivers.iter().filter(|it| it.held_by == Some(self.caller));
        let standing = accepted.filter(|it| !it.is_revoked && it.ending == Ending::Ahead);
        let mut standing = standing.filter(|it| !it.is_until_of_age || is_child(it.patient));
        self.clinic.survivor_of(patient).is_none() && standing.any(|it| it.patient == patient)
    }

    /// What the patient reads, and whoever reads for them.
    fn reads_as_patient(&self, patient: usize) -> bool {
        self.owns(patient) || self.cares_for(patient)
    }

    /// Whether it has not ended by now.
    fn lasts(&self, provider: usize, patient: usize) -> bool {
        let relationship = self.clinic.relationships.get(&(provider, patient));
        relationship.is_some_and(|it| matches!(it.ending, Ending::Never | Ending::Ahead))
    }

    fn relationship(&self, patient: usize) -> Option<&Relationship> {
        let provider = self.provider()?;
        self.clinic.relationships.get(&(provider, patient)).filter(|_| self.lasts(provider, patient))
    }

    fn treats(&self, patient: usize) -> bool {
        self.relationship(patient).is_some()
    }

    /// The same, otherwise than by emergency access: that writes a visit, and nothing beside it.
    fn treats_beyond_emergency(&self, patient: usize) -> bool {
        self.relationship(patient).is_some_and(|it| it.began_by != "break_glass")
    }

    /// Whether the caller treats the patient without an end.
    fn may_pass_on(&self, patient: usize) -> bool {
        self.relationship(patient).is_some_and(|it| it.ending == Ending::Never)
    }

    fn reads(&self, patient: usize) -> bool {
        self.treats(patient) || self.reads_as_patient(patient)
    }

    /// Whether it holds of the record or of the one that it is merged into.
    fn of_either(&self, patient: usize, holds: impl Fn(usize) -> bool) -> bool {
        holds(patient) || self.clinic.survivor_of(patient).is_some_and(holds)
    }
}

/// Those of a kind for which it holds, each by its place.
fn numbers<T>(kind: Kind, all: impl IntoIterator<Item = T>, holds: impl Fn(&T) -> bool) -> Rows {
    let those = all.into_iter().enumerate().filter(|(_, one)| holds(one));
    those.map(|(number, _)| one(kind, number)).collect()
}
