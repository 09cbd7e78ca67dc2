//! Merging this record with another one of the same person, and undoing it.

mod compare;
mod comparison;
mod included;
mod rows;

use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*};
use model::{clinic::display_date, merge::MergeCandidate, patient::PatientSummary};

use self::compare::Compare;
pub use self::included::{IncludedRecords, UndoMergeDialog};
use super::state::OpenChart;
use crate::{
    api::merges::find_merge_candidates,
    components::{
        badge::{Badge, Tone},
        form::focus,
        opening::OpeningDialog,
        state::{ErrorState, TableSkeleton},
    },
};

/// Long enough that a word typed at once is one request.
const TYPING_PAUSE: Duration = Duration::from_millis(200);

const SEARCH: &str = "merge-search";

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
    // As when the dialog opens; afterwards, the button that led back here is gone.
    request_animation_frame(|| focus(SEARCH));
    let found = LocalResource::new(move || find_merge_candidates(chart.patient, search.get()));
    let type_in = StoredValue::new(debounce(TYPING_PAUSE, move |text: String| search.set(text)));
    let list = move || {
        Suspend::new(async move {
            match found.await {
                Ok(found) if found.is_empty() => {
                    view! { <p role="status">{nothing(&search.get_untracked())}</p> }.into_any()
                }
                Ok(found) => {
                    let choices = found.into_iter().map(|candidate| choice(candidate, chosen)).collect_view();
                    view! { <ul class="colleagues" aria-label="Patients">{choices}</ul> }.into_any()
                }
                Err(error) => view! { <ErrorState error/> }.into_any(),
            }
        })
    };
    view! {
        <div class="form">
            <p>
                "For a person who was registered twice. Choose the other record, among your own patients: "
                "what is in it moves into this one."
            </p>
            <div class="field">
                <label for=SEARCH>"Patient's name"</label>
                <input
                    id=SEARCH
                    type="search"
                    class="input"
                    autocomplete="off"
                    maxlength="100"
                    value=search.get_untracked()
                    on:input:target=move |event| {
                        let text = event.target().value();
                        type_in.update_value(|type_in| type_in(text));
                    }
                />
            </div>
            <Transition fallback=|| view! { <TableSkeleton rows=3/> }>{list}</Transition>
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

fn choice(candidate: MergeCandidate, chosen: RwSignal<Option<PatientSummary>>) -> impl IntoView {
    let MergeCandidate { patient, is_likely } = candidate;
    let (name, born) = (patient.full_name(), format!("born {}", display_date(patient.date_of_birth)));
    let hint = is_likely.then(|| view! { " "<Badge tone=Tone::Warning label="Looks like the same person"/> });
    view! {
        <li>
            <button type="button" class="colleague" on:click=move |_| chosen.set(Some(patient.clone()))>
                <strong>{name}</strong>", "{born}{hint}
            </button>
        </li>
    }
}
