//! Who sees whom, and what one is to another.

use super::{Rules, Tables, numbers};
use crate::{
    clinic::{Caller, Clinic, Standing},
    rows::{Kind, Rows, one},
};

impl Rules<'_> {
    /// The accounts for which it holds.
    fn accounts(&self, holds: impl Fn(Caller) -> bool) -> Rows {
        let those = self.clinic.callers().into_iter().filter(|account| holds(*account));
        those.filter_map(Caller::account).map(|(kind, number)| one(kind, number)).collect()
    }

    pub fn people(&self, rows: &mut Tables) {
        let Clinic { providers, relationships, .. } = self.clinic;
        let every = self.is_administrator();
        rows.insert("users", self.accounts(|account| every || account == self.caller));
        rows.insert("suspended_accounts()", self.accounts(|account| every && self.clinic.is_suspended(account)));

        let is_known = |number: usize| providers[number].standing != Standing::Applicant;
        let has_treated =
            |number: usize| relationships.keys().any(|pair| pair.0 == number && self.reads_as_patient(pair.1));
        let is_seen = |number: usize| {
            every
                || self.caller == Caller::Provider(number)
                || self.provider().is_some() && is_known(number)
                || has_treated(number)
        };
        rows.insert("providers", numbers(Kind::Provider, 0..providers.len(), |number| is_seen(*number)));
        // Whoever is signed in learns who can treat.
        let is_somebody = self.caller != Caller::Anonymous;
        let is_active =
            |number: usize| providers[number].standing == Standing::Verified && !providers[number].is_suspended;
        rows.insert(
            "active_provider()",
            numbers(Kind::Provider, 0..providers.len(), |number| is_somebody && is_active(*number)),
        );
    }

    pub fn between(&self, rows: &mut Tables) {
        let Clinic { relationships, caregivers, handovers, covers, merges, .. } = self.clinic;
        let seen = relationships.keys().filter(|(provider, patient)| {
            self.reads_as_patient(*patient) || self.lasts(*provider, *patient) && self.treats(*patient)
        });
        let both = |(provider, patient): &(usize, usize)| {
            [one(Kind::Provider, *provider), one(Kind::Patient, *patient)].concat()
        };
        rows.insert("care_relationships", seen.map(both).collect());

        // Whoever was let in sees that they were, when it is over, too; and nothing of the others who were.
        rows.insert(
            "caregivers",
            numbers(Kind::Caregiver, caregivers, |it| {
                it.held_by == Some(self.caller) || self.owns(it.patient) || self.treats(it.patient)
            }),
        );
        let is_one_of = |pair: [usize; 2]| self.provider().is_some_and(|provider| pair.contains(&provider));
        rows.insert("handovers", numbers(Kind::Handover, handovers, |it| is_one_of([it.from, it.to])));
        rows.insert("covers", numbers(Kind::Cover, covers, |it| is_one_of([it.covered, it.covering])));
        rows.insert(
            "patient_merges",
            numbers(Kind::Merge, merges, |it| self.owns(it.survivor) || self.treats(it.survivor)),
        );
    }
}
