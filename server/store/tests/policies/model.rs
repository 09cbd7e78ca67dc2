//! The rules, once more, in plain Rust: who sees which row, and who may change which.

use std::collections::BTreeMap;

use crate::{
    clinic::{Caller, Clinic, Ending, Reported, Standing},
    rows::{Kind, Rows, one},
};

/// What administrators read of the audit: what speaks of accounts, sign-ins and access.
const OF_ACCOUNTS: [&str; 12] = [
    "session",
    "account",
    "provider",
    "providers",
    "accounts",
    "invitation",
    "break_glass",
    "access",
    "cover",
    "handover",
    "caregiver",
    "factor",
];

/// A caller in a clinic.
struct Rules<'a> {
    clinic: &'a Clinic,
    caller: Caller,
}

/// Which rows the caller gets from each table, and which they may change.
pub fn rows(clinic: &Clinic, caller: Caller) -> BTreeMap<&'static str, Rows> {
    let rules = Rules { clinic, caller };
    let mut rows = BTreeMap::new();
    rules.people(&mut rows);
    rules.records(&mut rows);
    rules.visits(&mut rows);
    rules.access(&mut rows);
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
        let has_factors = provider.has_second_factor || !self.clinic.asks_for_second_factor;
        (provider.standing == Standing::Verified && has_factors).then_some(number)
    }

    /// Whether the record is the caller's own.
    fn owns(&self, patient: usize) -> bool {
        self.caller == Caller::Patient(patient)
    }

    /// Whether it has not ended by now.
    fn lasts(&self, provider: usize, patient: usize) -> bool {
        let relationship = self.clinic.relationships.get(&(provider, patient));
        relationship.is_some_and(|it| matches!(it.ending, Ending::Never | Ending::Ahead))
    }

    fn treats(&self, patient: usize) -> bool {
        self.provider().is_some_and(|provider| self.lasts(provider, patient))
    }

    /// The same, otherwise than by emergency access: that writes a visit, and nothing beside it.
    fn treats_beyond_emergency(&self, patient: usize) -> bool {
        let relationship = self.provider().and_then(|provider| self.clinic.relationships.get(&(provider, patient)));
        self.treats(patient) && relationship.is_some_and(|it| it.began_by != "break_glass")
    }

    /// Whether the caller treats the patient without an end.
    fn may_pass_on(&self, patient: usize) -> bool {
        let relationship = self.provider().and_then(|provider| self.clinic.relationships.get(&(provider, patient)));
        relationship.is_some_and(|it| it.ending == Ending::Never)
    }

    fn reads(&self, patient: usize) -> bool {
        self.treats(patient) || self.owns(patient)
    }

    fn people(&self, rows: &mut BTreeMap<&'static str, Rows>) {
        let Clinic { providers, patients, relationships, .. } = self.clinic;
        let every = self.is_administrator();
        let mut users = Rows::new();
        users.extend((self.caller == Caller::Administrator).then(|| one(Kind::Administrator, 0)));
        users.extend((every || self.caller == Caller::WithoutRecord).then(|| one(Kind::WithoutRecord, 0)));
        users.extend((0..providers.len()).filter_map(|number| {
            let is_seen = providers[number].has_account() && (every || self.caller == Caller::Provider(number));
            is_seen.then(|| one(Kind::ProviderAccount, number))
        }));
        let seen = (0..patients.len()).filter(|&number| patients[number] && (every || self.owns(number)));
        users.extend(seen.map(|number| one(Kind::PatientAccount, number)));
        rows.insert("users", users);

        let is_known = |number: usize| providers[number].standing != Standing::Applicant;
        let has_treated = |number| relationships.keys().any(|pair| pair.0 == number && self.owns(pair.1));
        let seen = (0..providers.len()).filter(|number| {
            every
                || self.caller == Caller::Provider(*number)
                || self.provider().is_some() && is_known(*number)
                || has_treated(*number)
        });
        rows.insert("providers", seen.map(|number| one(Kind::Provider, number)).collect());

        let seen = relationships.keys().filter(|(provider, patient)| {
            self.owns(*patient) || self.lasts(*provider, *patient) && self.treats(*patient)
        });
        let both = |(provider, patient): &(usize, usize)| {
            [one(Kind::Provider, *provider), one(Kind::Patient, *patient)].concat()
        };
        rows.insert("care_relationships", seen.map(both).collect());
    }

    fn records(&self, rows: &mut BTreeMap<&'static str, Rows>) {
        let Clinic { patients, prescriptions, documents, allergies, appointments, .. } = self.clinic;
        let (reads, treats) = (|patient: usize| self.reads(patient), |patient: usize| self.treats(patient));
        let edits = |patient: usize| self.treats_beyond_emergency(patient);
        let of = |may: &dyn Fn(usize) -> bool| numbers(Kind::Patient, 0..patients.len(), |patient| may(*patient));
        rows.insert("patients", of(&reads));
        rows.insert("patients, changed", of(&edits));
        rows.insert("treats()", of(&treats));
        rows.insert("treats_beyond_emergency()", of(&edits));
        rows.insert("may_pass_on()", of(&|patient| self.may_pass_on(patient)));
        // The list of earlier versions is not for whoever is here for a while.
        rows.insert("patient_versions", of(&|patient| self.may_pass_on(patient) || self.owns(patient)));
        rows.insert("patient_allergies", numbers(Kind::Allergy, allergies, |patient| reads(**patient)));
        rows.insert("patient_allergies, changed", numbers(Kind::Allergy, allergies, |patient| edits(**patient)));
        rows.insert("appointments", numbers(Kind::Appointment, appointments, |(patient, _)| reads(*patient)));
        rows.insert("prescriptions", numbers(Kind::Prescription, prescriptions, |it| reads(it.patient)));
        rows.insert(
            "prescriptions, changed",
            numbers(Kind::Prescription, prescriptions, |it| !it.is_in_error && edits(it.patient)),
        );
        rows.insert(
            "documents",
            numbers(Kind::Document, documents, |it| treats(it.patient) || self.owns(it.patient) && !it.is_in_error),
        );
        rows.insert("documents, changed", numbers(Kind::Document, documents, |it| edits(it.patient)));
    }

    fn visits(&self, rows: &mut BTreeMap<&'static str, Rows>) {
        let visits = &self.clinic.visits;
        rows.insert("visits", numbers(Kind::Visit, visits, |it| self.reads(it.patient)));
        let is_authors = |author: usize, patient: usize| self.provider() == Some(author) && self.treats(patient);
        rows.insert("visits, changed", numbers(Kind::Visit, visits, |it| is_authors(it.author, it.patient)));
        let versions = numbers(Kind::Visit, visits, |it| it.has_earlier_version && self.reads(it.patient));
        rows.insert("visit_versions", versions);
        let addenda = numbers(Kind::Addendum, visits, |it| it.addendum_by.is_some() && self.reads(it.patient));
        rows.insert("visit_addenda", addenda);
        let notes = numbers(Kind::Visit, visits, |it| it.has_private_note && is_authors(it.author, it.patient));
        rows.insert("visit_private_notes", notes.clone());
        rows.insert("visit_private_notes, changed", notes);
    }

    fn access(&self, rows: &mut BTreeMap<&'static str, Rows>) {
        let Clinic { events, grants, .. } = self.clinic;
        let is_security = |action: &str| {
            let (noun, verb) = action.split_once('.').unwrap();
            OF_ACCOUNTS.contains(&noun) || verb == "refuse"
        };
        let seen = numbers(Kind::Event, events, |event| {
            event.patient.is_some_and(|patient| self.owns(patient) || self.may_pass_on(patient))
                || self.is_administrator()
                    && (is_security(event.action)
                        || event.access_right == "break_glass"
                        || event.reported != Reported::No)
        });
        rows.insert("audit_events", seen);
        let of_reports = |may: &dyn Fn(Reported, usize) -> bool| {
            numbers(Kind::Report, events, |it| {
                it.reported != Reported::No && it.patient.is_some_and(|patient| may(it.reported, patient))
            })
        };
        rows.insert("access_reports", of_reports(&|_, patient| self.is_administrator() || self.owns(patient)));
        rows.insert(
            "access_reports, changed",
            of_reports(&|reported, _| self.is_administrator() && reported == Reported::Open),
        );
        rows.insert(
            "break_glass_grants",
            numbers(Kind::Grant, grants, |it| self.is_administrator() || self.owns(it.patient)),
        );
        rows.insert(
            "break_glass_grants, changed",
            numbers(Kind::Grant, grants, |it| self.is_administrator() && !it.is_reviewed),
        );
    }
}

/// Those of a kind for which it holds, each by its place.
fn numbers<T>(kind: Kind, all: impl IntoIterator<Item = T>, holds: impl Fn(&T) -> bool) -> Rows {
    let those = all.into_iter().enumerate().filter(|(_, one)| holds(one));
    those.map(|(number, _)| one(kind, number)).collect()
}
