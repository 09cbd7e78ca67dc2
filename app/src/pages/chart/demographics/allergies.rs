//! The dialog that edits a patient's allergies, and what is known of them.

mod rows;

use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    allergy::{AllergiesForm, AllergyForm, AllergyStatus},
    chart::ChartHeader,
};

use self::rows::{AllergyRows, read_rows};
use super::facts::known;
use crate::{
    api::patients::UpdateAllergies,
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SelectField, SubmitButton, Typed, refusal_of},
        opening::OpeningDialog,
    },
    pages::chart::{
        changed::{ChangedMeanwhile, version_of_header},
        state::OpenChart,
    },
};

const STATUSES: [(AllergyStatus, &str); 3] = [
    (AllergyStatus::Unknown, "Unknown: nobody has asked"),
    (AllergyStatus::NoneKnown, "No known allergies"),
    (AllergyStatus::Recorded, "Recorded"),
];

#[component]
pub fn AllergiesDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.allergies;
    let title = chart.title("Edit allergies");
    view! { <OpeningDialog id="edit-allergies" opening title content=move |version| edit_form(chart, version)/> }
}

/// The form on one version of the record, as for the demographics.
fn edit_form(chart: OpenChart, version: i32) -> AnyView {
    let opening = chart.dialogs.allergies;
    let patient = chart.patient;
    let (status, recorded) = chart.header.with_untracked(|header| (header.allergy_status, header.allergies.clone()));
    let before = known(status, recorded.clone());
    let initial: Vec<AllergyForm> = recorded
        .into_iter()
        .map(|allergy| AllergyForm {
            substance: allergy.substance,
            reaction: allergy.reaction,
            severity: allergy.severity,
        })
        .collect();
    let rows = RwSignal::new((0..initial.len()).collect::<Vec<_>>());
    let status = RwSignal::new(status.as_str().to_owned());
    let update = ServerAction::<UpdateAllergies>::new();
    let answer = update.value();
    let error = refusal_of(answer);
    let version = version_of_header(chart, version, error);
    let is_saved = Signal::derive(move || answer.with(|answer| matches!(answer, Some(Ok(())))));
    let pending = Signal::derive(move || update.pending().get() || is_saved.get());
    Effect::new(move || {
        if is_saved.get() {
            chart.refresh_header("Allergies saved.", opening);
        }
    });
    Effect::new(move |before: Option<usize>| {
        let count = rows.read().len();
        if before.is_some_and(|before| before != count) {
            opening.touch();
        }
        count
    });
    let send = move |event: SubmitEvent| {
        if let Some(typed) = Typed::of(&event)
            && !pending.get_untracked()
        {
            let form = AllergiesForm {
                status: parse_status(&typed.text("status")),
                allergies: read_rows(&typed, &rows.read_untracked()),
            };
            update.dispatch(UpdateAllergies { patient, version: version.get_value(), form });
        }
    };
    let now = Signal::derive(move || {
        let facts = |header: &ChartHeader| known(header.allergy_status, header.allergies.clone());
        chart.header_error.read().is_none().then(|| chart.header.with(facts))
    });
    let statuses = STATUSES.map(|(status, label)| (status.as_str().to_owned(), label.to_owned())).to_vec();
    // Whoever adds an allergy has recorded one.
    let on_add = move |()| status.set(AllergyStatus::Recorded.as_str().to_owned());
    view! {
        <form class="form" novalidate=true on:submit=send>
            <SelectField label="What is known" name="status" id="allergy-status" options=statuses value=status error/>
            <AllergyRows rows initial error on_add/>
            <ActionMessage error/>
            <ChangedMeanwhile error before now/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Save allergies" pending/>
            </DialogActions>
        </form>
    }
    .into_any()
}

fn parse_status(text: &str) -> AllergyStatus {
    STATUSES.into_iter().map(|(status, _)| status).find(|status| status.as_str() == text).unwrap_or_default()
}
