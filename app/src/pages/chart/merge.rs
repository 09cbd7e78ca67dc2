//! Merging this record with another one of the same person, and undoing it.

mod compare;
mod comparison;
mod included;
mod rows;

use leptos::prelude::*;
use model::{clinic::display_date, merge::MergeCandidate, patient::PatientSummary};

use self::compare::Compare;
pub use self::included::{IncludedRecords, UndoMergeDialog};
use super::state::OpenChart;
use crate::{
    api::merges::find_merge_candidates,
    components::{
        badge::{Badge, Tone},
        finder::Finder,
        opening::OpeningDialog,
    },
};

#[component]
pub fn MergeDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.merge;
    view! { <OpeningDialog id="merge-records" opening title=chart.title("Merge records") content=move |()| merge(chart)/> }
}

/// First the search, then the two records side by side.
fn merge(chart: OpenChart) -> AnyView {
    let chosen = RwSignal::new(None::<PatientSummary>);
    let search = RwSignal::new(String::new());
    view! {
        {move || match chosen.get() {
            None => view! { <Search chart search chosen/> }.into_any(),
            Some(other) => view! { <Compare chart other chosen/> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Search(chart: OpenChart, search: RwSignal<String>, chosen: RwSignal<Option<PatientSummary>>) -> impl IntoView {
    let found = LocalResource::new(move || find_merge_candidates(chart.patient, search.get()));
    let choose = move |candidate: MergeCandidate| chosen.set(Some(candidate.patient));
    view! {
        <div class="form">
            <p>
                "For a person who was registered twice. Choose the other record, among your own patients: "
                "what is in it moves into this one."
            </p>
            <Finder id="merge-search" label="Patient's name" list="Patients" search found nothing words choose/>
        </div>
    }
}

fn nothing(search: &str) -> &'static str {
    if search.trim().is_empty() {
        "None of your patients looks like the same person. Search for the other record by its name."
    } else {
        "No other patient of yours matches."
    }
}

fn words(candidate: MergeCandidate) -> AnyView {
    let MergeCandidate { patient, is_likely } = candidate;
    let (name, born) = (patient.full_name(), format!("born {}", display_date(patient.date_of_birth)));
    let hint = is_likely.then(|| view! { " "<Badge tone=Tone::Warning label="Looks like the same person"/> });
    view! { <strong>{name}</strong>", "{born}{hint} }.into_any()
}
