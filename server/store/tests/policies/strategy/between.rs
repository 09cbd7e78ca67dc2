//! What somebody is to somebody else, before it is made to fit.

use proptest::{
    option,
    prelude::{Just, Strategy, any, prop_oneof},
    sample::select,
};

use super::{any_patient, any_provider, is_seldom};
use crate::clinic::{Caller, Caregiver, Cover, Ending, Handover, Merge, Relationship};

/// What begins a relationship without an end.
const LASTING: [&str; 6] = ["registration", "import", "appointment", "sharing", "handover", "merge"];
/// What passes begins so more often than otherwise.
const PASSING: [&str; 5] = ["cover", "cover", "break_glass", "break_glass", "sharing"];

fn endings() -> impl Strategy<Value = Ending> {
    prop_oneof![3 => Just(Ending::Ahead), 2 => Just(Ending::Now), 1 => Just(Ending::Past)]
}

pub fn relationships() -> impl Strategy<Value = Relationship> {
    let lasting = select(&LASTING[..]).prop_map(|began_by| Relationship { began_by, ending: Ending::Never });
    let passing = (select(&PASSING[..]), endings()).prop_map(|(began_by, ending)| Relationship { began_by, ending });
    prop_oneof![lasting, passing]
}

/// Most of them have been accepted: the others let nobody in.
pub fn caregivers() -> impl Strategy<Value = Caregiver> {
    let holder = prop_oneof![2 => any_patient().prop_map(Caller::Patient), 1 => Just(Caller::WithoutRecord)];
    (any_patient(), option::weighted(0.8, holder), is_seldom(), any::<bool>(), endings()).prop_map(
        |(patient, held_by, is_revoked, is_until_of_age, ending)| Caregiver {
            patient,
            held_by,
            is_revoked,
            is_until_of_age,
            ending,
        },
    )
}

pub fn handovers() -> impl Strategy<Value = Handover> {
    (any_patient(), any_provider(), any_provider(), any::<bool>()).prop_map(|(patient, from, to, is_closed)| Handover {
        patient,
        from,
        to,
        is_closed,
    })
}

pub fn covers() -> impl Strategy<Value = Cover> {
    (any_provider(), any_provider(), any::<bool>()).prop_map(|(covered, covering, is_closed)| Cover {
        covered,
        covering,
        is_closed,
    })
}

pub fn merges() -> impl Strategy<Value = Merge> {
    (any_patient(), any_patient(), proptest::bool::weighted(0.3)).prop_map(|(survivor, merged, is_undone)| Merge {
        survivor,
        merged,
        is_undone,
    })
}
