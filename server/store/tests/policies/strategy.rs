//! Random clinics: few people, so that they meet, and a few rows of every kind.

mod between;
mod within;
mod written;

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof},
};

use crate::clinic::{Account, Clinic, Provider, SecondFactor, Standing};

const MOST_PROVIDERS: usize = 3;
const MOST_PATIENTS: usize = 4;
const MOST_VISITS: usize = 7;

pub fn clinics() -> impl Strategy<Value = Clinic> {
    let people = (vec(providers(), 2..=MOST_PROVIDERS), vec(patients(), 2..=MOST_PATIENTS), is_seldom());
    let between = (
        vec(((any_provider(), any_patient()), between::relationships()), 4..11),
        vec(between::caregivers(), 1..7),
        vec(between::handovers(), 0..4),
        vec(between::covers(), 0..4),
        vec(between::merges(), 1..5),
    );
    let clinical = (
        vec(written::visits(), 2..=MOST_VISITS),
        vec(written::prescriptions(), 0..8),
        vec(written::documents(), 0..6),
        vec(any_patient(), 0..5),
        vec((any_patient(), any_provider()), 0..6),
    );
    let access = (vec(written::events(), 3..10), vec(written::grants(), 1..6));
    (any::<bool>(), people, between, clinical, access).prop_map(
        |(asks_for_second_factor, people, between, clinical, (events, grants))| {
            let (providers, patients, suspends_without_record) = people;
            let (relationships, caregivers, handovers, covers, merges) = between;
            let (visits, prescriptions, documents, allergies, appointments) = clinical;
            within::within(Clinic {
                asks_for_second_factor,
                providers,
                patients,
                suspends_without_record,
                relationships: relationships.into_iter().collect(),
                caregivers,
                handovers,
                covers,
                merges,
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

/// Of what takes much away from whoever it is true of.
fn is_seldom() -> impl Strategy<Value = bool> {
    proptest::bool::weighted(0.2)
}

/// Most of them verified: the others see little.
fn providers() -> impl Strategy<Value = Provider> {
    let standing = prop_oneof![
        9 => Just(Standing::Verified),
        1 => Just(Standing::Applicant),
        1 => Just(Standing::Withdrawn),
        1 => Just(Standing::Imported),
    ];
    let second_factor = prop_oneof![
        1 => Just(SecondFactor::No),
        1 => Just(SecondFactor::Begun),
        2 => Just(SecondFactor::Codes),
        2 => Just(SecondFactor::Passkey),
    ];
    (standing, second_factor, is_seldom()).prop_map(|(standing, second_factor, is_suspended)| Provider {
        standing,
        second_factor,
        is_suspended: is_suspended && standing != Standing::Imported,
    })
}

fn patients() -> impl Strategy<Value = Account> {
    prop_oneof![4 => Just(Account::Usable), 1 => Just(Account::Suspended), 1 => Just(Account::No)]
}
