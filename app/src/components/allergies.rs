//! A patient's allergies, as they must not be missed.

use leptos::prelude::*;
use model::allergy::{Allergy, AllergyStatus, Severity};

use super::badge::{Badge, Tone};

/// The allergies as badges, in the order given: the severe ones come first and are filled. "No known allergies" is a
/// finding and says so; that nobody asked yet says something else.
///
/// # Arguments
/// `unknown` is what to say, and to do, when nobody asked yet.
#[component]
pub fn AllergyBadges(
    status: AllergyStatus,
    allergies: Vec<Allergy>,
    #[prop(default = "Allergies not known: ask the patient")] unknown: &'static str,
) -> impl IntoView {
    let badges = match (status, allergies.is_empty()) {
        (_, false) => allergies.into_iter().map(badge).collect(),
        (AllergyStatus::Recorded, true) => vec![said(Tone::Neutral, "No allergy at present")],
        (AllergyStatus::NoneKnown, true) => vec![said(Tone::Good, "No known allergies")],
        (AllergyStatus::Unknown, true) => vec![said(Tone::Warning, unknown)],
    };
    view! { <ul class="badges" aria-label="Allergies">{badges}</ul> }
}

fn badge(allergy: Allergy) -> AnyView {
    let (tone, severity) = match allergy.severity {
        Severity::Severe => (Tone::Danger, "severe"),
        Severity::Moderate => (Tone::Warning, "moderate"),
        Severity::Mild => (Tone::Warning, "mild"),
        Severity::Unknown => (Tone::Warning, "severity not known"),
    };
    let Allergy { substance, reaction, .. } = allergy;
    let label = match reaction.as_str() {
        "" => format!("{substance}: {severity}"),
        reaction => format!("{substance}: {severity}, {reaction}"),
    };
    said(tone, &label)
}

fn said(tone: Tone, label: &str) -> AnyView {
    view! { <li><Badge tone label/></li> }.into_any()
}
