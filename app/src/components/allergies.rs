//! A patient's allergies, as they must not be missed.

use leptos::prelude::*;
use model::allergy::{Allergy, AllergyStatus, Severity};

use super::badge::{Badge, Tone};

/// The allergies as badges: the severe ones come first and are filled. "No known allergies" is a finding and says so;
/// that nobody asked yet says something else.
///
/// # Arguments
/// `unknown` is what to say, and to do, when nobody asked yet; `most` how many badges stand there at once. The severe
/// ones always do, whatever their number; others fold.
#[component]
pub fn AllergyBadges(
    status: AllergyStatus,
    allergies: Vec<Allergy>,
    #[prop(default = "Allergies not known: ask the patient")] unknown: &'static str,
    #[prop(default = usize::MAX)] most: usize,
) -> impl IntoView {
    let (badges, folded) = match (status, allergies.is_empty()) {
        (_, false) => {
            let (shown, folded) = fold(allergies, most);
            (shown.into_iter().map(badge).collect(), folded)
        }
        (AllergyStatus::Recorded, true) => (vec![said(Tone::Neutral, "No allergy at present")], Vec::new()),
        (AllergyStatus::NoneKnown, true) => (vec![said(Tone::Good, "No known allergies")], Vec::new()),
        (AllergyStatus::Unknown, true) => (vec![said(Tone::Warning, unknown)], Vec::new()),
    };
    let more = (!folded.is_empty()).then(|| {
        let summary = format!("and {} more", folded.len());
        view! {
            <li class="more-badges">
                <details>
                    <summary>{summary}</summary>
                    <ul class="badges">{folded.into_iter().map(badge).collect_view()}</ul>
                </details>
            </li>
        }
    });
    view! { <ul class="badges" aria-label="Allergies">{badges}{more}</ul> }
}

/// The allergies that are shown, and those that fold.
fn fold(allergies: Vec<Allergy>, most: usize) -> (Vec<Allergy>, Vec<Allergy>) {
    let is_severe = |allergy: &Allergy| allergy.severity == Severity::Severe;
    let (mut shown, mut others): (Vec<_>, Vec<_>) = allergies.into_iter().partition(is_severe);
    let folded = others.split_off(most.saturating_sub(shown.len()).min(others.len()));
    shown.append(&mut others);
    // The line that says so takes as much room as the one that it would fold.
    if folded.len() == 1 { (shown.into_iter().chain(folded).collect(), Vec::new()) } else { (shown, folded) }
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

#[cfg(test)]
mod tests {
    use model::id::AllergyId;
    use uuid::Uuid;

    use super::*;

    /// How many badges of `severe` and `mild` allergies are shown when `most` may be.
    fn shown(severe: usize, mild: usize, most: usize) -> (usize, usize) {
        let allergy = |severity| Allergy {
            id: AllergyId(Uuid::nil()),
            substance: "Latex".into(),
            reaction: String::new(),
            severity,
        };
        let allergies = std::iter::repeat_n(allergy(Severity::Mild), mild)
            .chain(std::iter::repeat_n(allergy(Severity::Severe), severe));
        let (shown, folded) = fold(allergies.collect(), most);
        assert!(shown.iter().take(severe).all(|allergy| allergy.severity == Severity::Severe));
        (shown.len(), folded.len())
    }

    #[test]
    fn severe_ones_never_fold() {
        assert_eq!(shown(6, 5, 4), (6, 5));
        assert_eq!(shown(6, 0, 4), (6, 0));
    }

    #[test]
    fn others_fold_when_there_are_more_than_fit() {
        assert_eq!(shown(1, 3, 4), (4, 0));
        assert_eq!(shown(1, 5, 4), (4, 2));
        assert_eq!(shown(0, 5, 4), (5, 0), "one alone isn't folded");
        assert_eq!(shown(0, 9, usize::MAX), (9, 0));
    }
}
