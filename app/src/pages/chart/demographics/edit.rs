//! The dialog that edits a patient's demographics.

use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use model::patient::DemographicsForm;

use super::facts::all;
use crate::{
    api::{ApiError, patients::UpdateDemographics},
    components::{
        demographics::DemographicsFields,
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, refusal_of},
        opening::OpeningDialog,
    },
    pages::chart::{
        changed::{ChangedMeanwhile, version_of_header},
        state::OpenChart,
    },
};

#[component]
pub fn DemographicsDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.demographics;
    let title = chart.title("Edit demographics");
    view! { <OpeningDialog id="edit-demographics" opening title content=move |version| edit_form(chart, version)/> }
}

/// The form on one version of the record. When somebody has changed it meanwhile, what was typed stays beside what is
/// saved now, and may be sent again.
fn edit_form(chart: OpenChart, version: i32) -> AnyView {
    let opening = chart.dialogs.demographics;
    let patient = chart.patient;
    let today = untrack(|| chart.calendar.today()).to_string();
    let recorded = chart.header.with_untracked(|header| header.demographics.clone());
    let initial = DemographicsForm::from(&recorded);
    let update = ServerAction::<UpdateDemographics>::new();
    let answer = update.value();
    let error = refusal_of(answer);
    let version = version_of_header(chart, version, error);
    let is_saved = Signal::derive(move || answer.with(|answer| matches!(answer, Some(Ok(())))));
    let pending = Signal::derive(move || update.pending().get() || is_saved.get());
    Effect::new(move || {
        if is_saved.get() {
            chart.refresh_header("Demographics saved.", opening);
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        match DemographicsForm::from_event(&event) {
            Ok(form) => _ = update.dispatch(UpdateDemographics { patient, version: version.get_value(), form }),
            Err(_) => answer.set(Some(Err(ApiError::Unexpected))),
        }
    };
    let now = Signal::derive(move || {
        chart.header_error.read().is_none().then(|| chart.header.with(|header| all(header.demographics.clone())))
    });
    view! {
        <form class="form" novalidate=true on:submit=send>
            <DemographicsFields id="edit-demographics" initial today error/>
            <ActionMessage error/>
            <ChangedMeanwhile error before=all(recorded) now/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Save demographics" pending/>
            </DialogActions>
        </form>
    }
    .into_any()
}
