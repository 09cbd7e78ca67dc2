//! The dialog that edits a patient's demographics.

use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};
use model::patient::DemographicsForm;

use crate::{
    api::{ApiError, patients::UpdateDemographics},
    components::{
        demographics::DemographicsFields,
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, refusal_of},
        opening::OpeningDialog,
    },
    pages::chart::state::OpenChart,
};

#[component]
pub fn DemographicsDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.demographics;
    let title = chart.title("Edit demographics");
    view! { <OpeningDialog id="edit-demographics" opening title content=move |version| edit_form(chart, version)/> }
}

/// The form on one version of the record. When somebody has changed it meanwhile, the header shows the new one behind
/// the dialog, and what was typed stays until the dialog is opened anew.
fn edit_form(chart: OpenChart, version: i32) -> AnyView {
    let opening = chart.dialogs.demographics;
    let patient = chart.patient;
    let today = chart.clinic.with_value(|clinic| clinic.today.to_string());
    let initial = chart.header.with(|header| DemographicsForm::from(&header.demographics));
    let update = ServerAction::<UpdateDemographics>::new();
    let answer = update.value();
    Effect::new(move || match answer.get() {
        Some(Ok(())) => {
            opening.finish();
            chart.refresh_header("Demographics saved.");
        }
        Some(Err(ApiError::Changed)) => chart.fetch_header(),
        _ => {}
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if update.pending().get_untracked() {
            return;
        }
        match DemographicsForm::from_event(&event) {
            Ok(form) => _ = update.dispatch(UpdateDemographics { patient, version, form }),
            Err(_) => answer.set(Some(Err(ApiError::Unexpected))),
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" novalidate=true on:submit=send>
            <DemographicsFields id="edit-demographics" initial today error/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Save demographics" pending=update.pending()/>
            </DialogActions>
        </form>
    }
    .into_any()
}
