//! What stands in the records, before it is made to fit.

use proptest::{
    option,
    prelude::{Strategy, any},
    sample::select,
};

use super::{MOST_VISITS, any_patient, any_provider};
use crate::clinic::{Document, Event, Grant, Prescription, Reported, Visit};

/// Some of each kind: of records, of accounts, of access, of refusals.
const ACTIONS: [&str; 13] = [
    "chart.read",
    "visit.write",
    "document.mint_url",
    "patient.merge",
    "chart.refuse",
    "session.begin",
    "account.create",
    "provider.verify",
    "invitation.create",
    "break_glass.begin",
    "access.report",
    "caregiver.accept",
    "passkey.add",
];
const RIGHTS: [&str; 8] =
    ["treating", "cover", "break_glass", "own_record", "caregiver", "administration", "account", "none"];

pub fn visits() -> impl Strategy<Value = Visit> {
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

pub fn prescriptions() -> impl Strategy<Value = Prescription> {
    let visit = option::of(0..MOST_VISITS);
    (any_patient(), visit, option::of(any_provider()), any::<bool>())
        .prop_map(|(patient, visit, author, is_in_error)| Prescription { patient, visit, author, is_in_error })
}

pub fn documents() -> impl Strategy<Value = Document> {
    (any_patient(), any::<bool>()).prop_map(|(patient, is_in_error)| Document { patient, is_in_error })
}

pub fn events() -> impl Strategy<Value = Event> {
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

pub fn grants() -> impl Strategy<Value = Grant> {
    (any_provider(), any_patient(), any::<bool>()).prop_map(|(provider, patient, is_reviewed)| Grant {
        provider,
        patient,
        is_reviewed,
    })
}
