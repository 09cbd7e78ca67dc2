//! Random clinics: few people, so that they meet, and a few rows of every kind.

use std::collections::BTreeMap;

use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
};

use crate::clinic::{
    Clinic, Document, Ending, Event, Grant, Prescription, Provider, Relationship, Reported, Standing, Visit,
};

const MOST_PROVIDERS: usize = 3;
const MOST_PATIENTS: usize = 3;

/// What begins a relationship without an end.
const LASTING: [&str; 5] = ["registration", "import", "appointment", "sharing", "handover"];
const PASSING: [&str; 4] = ["cover", "break_glass", "sharing", "registration"];

/// Some of each kind: of records, of accounts, of access, of refusals.
const ACTIONS: [&str; 10] = [
    "chart.read",
    "visit.write",
    "document.open",
    "chart.refuse",
    "session.begin",
    "account.create",
    "provider.verify",
    "invitation.create",
    "break_glass.begin",
    "access.report",
];
const RIGHTS: [&str; 7] = ["treating", "cover", "break_glass", "own_record", "administration", "account", "none"];

pub fn clinics() -> impl Strategy<Value = Clinic> {
    let people = (vec(providers(), 1..=MOST_PROVIDERS), vec(any::<bool>(), 1..=MOST_PATIENTS));
    let relationships = vec(((any_provider(), any_patient()), relationships()), 2..9);
    let clinical = (
        vec(visits(), 0..5),
        vec(prescriptions(), 0..5),
        vec(documents(), 0..5),
        vec(any_patient(), 0..4),
        vec((any_patient(), any_provider()), 0..5),
    );
    let access = (vec(events(), 0..8), vec(grants(), 0..4));
    (any::<bool>(), people, relationships, clinical, access).prop_map(
        |(asks_for_second_factor, (providers, patients), relationships, clinical, (events, grants))| {
            let (visits, prescriptions, documents, allergies, appointments) = clinical;
            let relationships = relationships.into_iter().collect();
            within(Clinic {
                asks_for_second_factor,
                providers,
                patients,
                relationships,
                visits,
                prescriptions,
                documents,
                allergies,
                appointments,
                events,
                grants,
            })
        },
    )
}

fn any_provider() -> impl Strategy<Value = usize> {
    0..MOST_PROVIDERS
}

fn any_patient() -> impl Strategy<Value = usize> {
    0..MOST_PATIENTS
}

/// Most of them verified: the others see little.
fn providers() -> impl Strategy<Value = Provider> {
    let standing = prop_oneof![
        5 => Just(Standing::Verified),
        1 => Just(Standing::Applicant),
        1 => Just(Standing::Withdrawn),
        1 => Just(Standing::Imported),
    ];
    (standing, any::<bool>()).prop_map(|(standing, has_second_factor)| Provider { standing, has_second_factor })
}

fn relationships() -> impl Strategy<Value = Relationship> {
    let lasting = select(&LASTING[..]).prop_map(|began_by| Relationship { began_by, ending: Ending::Never });
    let endings = select(vec![Ending::Now, Ending::Past, Ending::Ahead]);
    let passing = (select(&PASSING[..]), endings).prop_map(|(began_by, ending)| Relationship { began_by, ending });
    prop_oneof![lasting, passing]
}

fn visits() -> impl Strategy<Value = Visit> {
    let marks = (any::<bool>(), any::<bool>(), any::<bool>());
    (any_patient(), any_provider(), marks, option::of(any_provider())).prop_map(
        |(patient, author, (is_in_error, has_private_note, has_earlier_version), addendum_by)| Visit {
            patient,
            author,
            is_in_error,
            has_private_note,
            has_earlier_version,
            addendum_by,
        },
    )
}

fn prescriptions() -> impl Strategy<Value = Prescription> {
    (any_patient(), option::of(any_provider()), any::<bool>()).prop_map(|(patient, author, is_in_error)| Prescription {
        patient,
        author,
        is_in_error,
    })
}

fn documents() -> impl Strategy<Value = Document> {
    (any_patient(), any::<bool>()).prop_map(|(patient, is_in_error)| Document { patient, is_in_error })
}

fn events() -> impl Strategy<Value = Event> {
    let reported = select(vec![Reported::No, Reported::Open, Reported::Closed]);
    (select(&ACTIONS[..]), select(&RIGHTS[..]), option::of(any_patient()), reported).prop_map(
        |(action, access_right, patient, reported)| Event {
            action,
            access_right,
            patient,
            reported: if patient.is_some() { reported } else { Reported::No },
        },
    )
}

fn grants() -> impl Strategy<Value = Grant> {
    (any_provider(), any_patient(), any::<bool>()).prop_map(|(provider, patient, is_reviewed)| Grant {
        provider,
        patient,
        is_reviewed,
    })
}

/// Puts people who are there in place of numbers that nobody has.
fn within(mut clinic: Clinic) -> Clinic {
    let (providers, patients) = (clinic.providers.len(), clinic.patients.len());
    let relationships = std::mem::take(&mut clinic.relationships).into_iter();
    clinic.relationships = relationships
        .map(|((provider, patient), it)| ((provider % providers, patient % patients), it))
        .collect::<BTreeMap<_, _>>();
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
    clinic
}
