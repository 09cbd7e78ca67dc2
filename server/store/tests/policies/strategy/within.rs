//! Makes a clinic out of numbers that somebody thought of.

use std::collections::BTreeSet;

use crate::clinic::{Account, Caller, Clinic, Ending};

pub fn within(mut clinic: Clinic) -> Clinic {
    put_people(&mut clinic);
    put_records(&mut clinic);
    // Nobody asks themself, and a patient is handed over to one colleague at a time.
    let mut asked = BTreeSet::new();
    clinic.handovers.retain(|it| it.from != it.to && (it.is_closed || asked.insert((it.from, it.patient))));
    clinic.covers.retain(|it| it.covered != it.covering);
    merge(&mut clinic);
    prescribe_in_visits(&mut clinic);
    for caregiver in &mut clinic.caregivers {
        if let Some(Caller::Patient(number)) = caregiver.held_by
            && clinic.patients[number] == Account::No
        {
            caregiver.held_by = Some(Caller::WithoutRecord);
        }
    }
    clinic
}

/// Puts people who are there in place of numbers that nobody has.
fn put_people(clinic: &mut Clinic) {
    let (providers, patients) = (clinic.providers.len(), clinic.patients.len());
    let relationships = std::mem::take(&mut clinic.relationships).into_iter();
    clinic.relationships =
        relationships.map(|((provider, patient), it)| ((provider % providers, patient % patients), it)).collect();
    for caregiver in &mut clinic.caregivers {
        caregiver.patient %= patients;
        if let Some(Caller::Patient(number)) = &mut caregiver.held_by {
            *number %= patients;
        }
    }
    for handover in &mut clinic.handovers {
        handover.patient %= patients;
        (handover.from, handover.to) = (handover.from % providers, handover.to % providers);
    }
    for cover in &mut clinic.covers {
        (cover.covered, cover.covering) = (cover.covered % providers, cover.covering % providers);
    }
    for merge in &mut clinic.merges {
        (merge.survivor, merge.merged) = (merge.survivor % patients, merge.merged % patients);
    }
}

/// The same in what stands in the records.
fn put_records(clinic: &mut Clinic) {
    let (providers, patients) = (clinic.providers.len(), clinic.patients.len());
    for visit in &mut clinic.visits {
        (visit.patient, visit.author) = (visit.patient % patients, visit.author % providers);
        visit.addendum_by = visit.addendum_by.map(|provider| provider % providers);
    }
    for prescription in &mut clinic.prescriptions {
        prescription.patient %= patients;
        prescription.author = prescription.author.map(|provider| provider % providers);
    }
    clinic.documents.iter_mut().for_each(|document| document.patient %= patients);
    clinic.allergies.iter_mut().for_each(|patient| *patient %= patients);
    for (patient, provider) in &mut clinic.appointments {
        (*patient, *provider) = (*patient % patients, *provider % providers);
    }
    clinic.events.iter_mut().for_each(|event| event.patient = event.patient.map(|patient| patient % patients));
    for grant in &mut clinic.grants {
        (grant.provider, grant.patient) = (grant.provider % providers, grant.patient % patients);
    }
}

/// What was prescribed in a visit is in the visit's record.
fn prescribe_in_visits(clinic: &mut Clinic) {
    let visits = &clinic.visits;
    for prescription in &mut clinic.prescriptions {
        prescription.visit = prescription.visit.filter(|_| !visits.is_empty()).map(|visit| visit % visits.len());
        if let Some(visit) = prescription.visit {
            prescription.patient = visits[visit].patient;
        }
    }
}

/// A record is merged once, and none into one that is merged itself. What moves has moved, and nobody treats it any
/// more.
fn merge(clinic: &mut Clinic) {
    let (mut survivors, mut merged) = (BTreeSet::new(), BTreeSet::new());
    clinic.merges.retain(|it| {
        if it.is_undone || it.survivor == it.merged {
            return it.survivor != it.merged;
        }
        let is_possible =
            !merged.contains(&it.survivor) && !merged.contains(&it.merged) && !survivors.contains(&it.merged);
        if is_possible {
            survivors.insert(it.survivor);
            merged.insert(it.merged);
        }
        is_possible
    });
    for &patient in &merged {
        clinic.patients[patient] = Account::No;
    }
    for ((_, patient), relationship) in &mut clinic.relationships {
        if merged.contains(patient) && relationship.ending != Ending::Past {
            relationship.ending = Ending::Now;
        }
    }
    clinic.visits.retain(|it| !merged.contains(&it.patient));
    clinic.prescriptions.retain(|it| !merged.contains(&it.patient));
    clinic.documents.retain(|it| !merged.contains(&it.patient));
    clinic.allergies.retain(|patient| !merged.contains(patient));
    clinic.appointments.retain(|(patient, _)| !merged.contains(patient));
}
