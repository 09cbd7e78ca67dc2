//! Who reads and writes the records.

use super::{Rules, Tables, numbers};
use crate::{
    clinic::{Clinic, Prescription, Visit},
    rows::Kind,
};

impl Rules<'_> {
    pub fn patients(&self, rows: &mut Tables) {
        let all = 0..self.clinic.patients.len();
        let of = |may: &dyn Fn(usize) -> bool| numbers(Kind::Patient, all.clone(), |patient| may(*patient));
        rows.insert("patients", of(&|patient| self.reads(patient)));
        rows.insert("patients, changed", of(&|patient| self.treats_beyond_emergency(patient)));
        rows.insert("patient_versions", of(&|patient| self.reads(patient)));
        rows.insert("treats()", of(&|patient| self.treats(patient)));
        rows.insert("treats_beyond_emergency()", of(&|patient| self.treats_beyond_emergency(patient)));
        rows.insert("may_pass_on()", of(&|patient| self.may_pass_on(patient)));
        rows.insert("caregiver_records()", of(&|patient| self.cares_for(patient)));
        let reads_survivor = |patient: usize| {
            let survivor = self.clinic.survivor_of(patient);
            survivor.is_some_and(|survivor| self.treats(survivor) || self.owns(survivor))
        };
        rows.insert("merged_patient()", of(&reads_survivor));
    }

    pub fn records(&self, rows: &mut Tables) {
        let Clinic { prescriptions, documents, allergies, appointments, .. } = self.clinic;
        let (reads, treats) = (|patient: usize| self.reads(patient), |patient: usize| self.treats(patient));
        let edits = |patient: usize| self.treats_beyond_emergency(patient);
        rows.insert("patient_allergies", numbers(Kind::Allergy, allergies, |patient| reads(**patient)));
        rows.insert("patient_allergies, changed", numbers(Kind::Allergy, allergies, |patient| edits(**patient)));
        rows.insert("appointments", numbers(Kind::Appointment, appointments, |(patient, _)| reads(*patient)));
        // What a visit in error took along is as much another patient's as the visit; any other error may have been taken.
        let went_with_visit = |it: &Prescription| it.is_in_error && it.visit.is_some_and(|visit| self.is_wrong(visit));
        rows.insert(
            "prescriptions",
            numbers(Kind::Prescription, prescriptions, |it| {
                treats(it.patient) || self.reads_as_patient(it.patient) && !went_with_visit(it)
            }),
        );
        rows.insert(
            "prescriptions, changed",
            numbers(Kind::Prescription, prescriptions, |it| !it.is_in_error && it.visit.is_none() && edits(it.patient)),
        );
        // One that was filed in the wrong record is another patient's.
        rows.insert(
            "documents",
            numbers(Kind::Document, documents, |it| {
                treats(it.patient) || self.reads_as_patient(it.patient) && !it.is_in_error
            }),
        );
        rows.insert("documents, changed", numbers(Kind::Document, documents, |it| edits(it.patient)));
    }

    pub fn visits(&self, rows: &mut Tables) {
        let visits = &self.clinic.visits;
        // One that was written in the wrong record is another patient's, with what hangs on it.
        let reads = |it: &Visit| self.treats(it.patient) || self.reads_as_patient(it.patient) && !it.is_in_error;
        rows.insert("visits", numbers(Kind::Visit, visits, |it| reads(it)));
        let patients = 0..self.clinic.patients.len();
        let is_told = |patient: usize| {
            self.reads_as_patient(patient) && visits.iter().any(|it| it.patient == patient && it.is_in_error)
        };
        rows.insert("hidden_visits()", numbers(Kind::Patient, patients, |patient| is_told(*patient)));
        let is_authors = |author: usize, patient: usize| self.provider() == Some(author) && self.treats(patient);
        rows.insert("visits, changed", numbers(Kind::Visit, visits, |it| is_authors(it.author, it.patient)));
        let versions = numbers(Kind::Visit, visits, |it| it.has_earlier_version && reads(it));
        rows.insert("visit_versions", versions);
        let addenda = numbers(Kind::Addendum, visits, |it| it.addendum_by.is_some() && reads(it));
        rows.insert("visit_addenda", addenda);
        let notes = numbers(Kind::Visit, visits, |it| it.has_private_note && is_authors(it.author, it.patient));
        rows.insert("visit_private_notes", notes.clone());
        rows.insert("visit_private_notes, changed", notes);
    }

    fn is_wrong(&self, visit: usize) -> bool {
        self.clinic.visits[visit].is_in_error
    }
}
