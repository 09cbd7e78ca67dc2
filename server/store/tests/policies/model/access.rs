//! Who reads who read what, and by which right each acts.

use super::{Rules, Tables, numbers};
use crate::{
    clinic::{Caller, Clinic, Reported},
    rows::Kind,
};

/// What administrators read of the audit: what speaks of accounts, sign-ins and access.
const OF_ACCOUNTS: [&str; 14] = [
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
    "passkey",
    "link",
];

/// By which right somebody acts on a record.
const RIGHTS: [&str; 7] = [
    "acts by treating",
    "acts by cover",
    "acts by break_glass",
    "acts by own_record",
    "acts by caregiver",
    "acts by administration",
    "acts by none",
];

impl Rules<'_> {
    /// What was done with a record that is merged, the survivor's patient and providers read.
    pub fn audit(&self, rows: &mut Tables) {
        let Clinic { events, grants, .. } = self.clinic;
        let is_security = |action: &str| {
            let (noun, verb) = action.split_once('.').unwrap();
            OF_ACCOUNTS.contains(&noun) || verb == "refuse"
        };
        // What the patient or a caregiver did with the history is nothing to who treats the patient.
        let is_the_patients =
            |right: &str, action: &str| matches!(right, "own_record" | "caregiver") && action.starts_with("access.");
        let seen = numbers(Kind::Event, events, |event| {
            let is_theirs = is_the_patients(event.access_right, event.action);
            let reads = |record| self.owns(record) || !is_theirs && self.may_pass_on(record);
            event.patient.is_some_and(|patient| self.of_either(patient, reads))
                || self.is_administrator()
                    && (is_security(event.action)
                        || event.access_right == "break_glass"
                        || event.reported != Reported::No)
        });
        rows.insert("audit_events", seen);

        let is_told = |patient| self.is_administrator() || self.of_either(patient, |record| self.owns(record));
        let of_reports = |may: &dyn Fn(Reported, usize) -> bool| {
            numbers(Kind::Report, events, |it| {
                it.reported != Reported::No && it.patient.is_some_and(|patient| may(it.reported, patient))
            })
        };
        rows.insert("access_reports", of_reports(&|_, patient| is_told(patient)));
        rows.insert(
            "access_reports, changed",
            of_reports(&|reported, _| self.is_administrator() && reported == Reported::Open),
        );
        rows.insert("break_glass_grants", numbers(Kind::Grant, grants, |it| is_told(it.patient)));
        rows.insert(
            "break_glass_grants, changed",
            numbers(Kind::Grant, grants, |it| self.is_administrator() && !it.is_reviewed),
        );
    }

    pub fn rights(&self, rows: &mut Tables) {
        for right in RIGHTS {
            let patients = 0..self.clinic.patients.len();
            rows.insert(right, numbers(Kind::Patient, patients, |patient| self.right(*patient) == right));
        }
    }

    /// One of the rights.
    fn right(&self, patient: usize) -> &'static str {
        match self.caller {
            Caller::Anonymous => "acts by none",
            Caller::Administrator => "acts by administration",
            Caller::Patient(_) | Caller::WithoutRecord if self.owns(patient) => "acts by own_record",
            Caller::Patient(_) | Caller::WithoutRecord if self.cares_for(patient) => "acts by caregiver",
            Caller::Patient(_) | Caller::WithoutRecord => "acts by none",
            Caller::Provider(_) => match self.relationship(patient).map(|it| it.began_by) {
                Some("cover") => "acts by cover",
                Some("break_glass") => "acts by break_glass",
                Some(_) => "acts by treating",
                // They act on a record that is merged by the right to the survivor.
                None => self.clinic.survivor_of(patient).map_or("acts by none", |survivor| self.right(survivor)),
            },
        }
    }
}
