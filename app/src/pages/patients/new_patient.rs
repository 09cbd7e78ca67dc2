//! The new patient's dialog.

use leptos::{ev::SubmitEvent, form::FromFormData, html, prelude::*};
use leptos_router::hooks::use_navigate;
use model::{
    id::PatientId,
    patient::{DemographicsForm, PatientSummary, Registration},
};
use uuid::Uuid;

use super::duplicates::Duplicates;
use crate::{
    api::{ApiError, patients::RegisterPatient},
    components::{
        demographics::DemographicsFields,
        dialog::{Dialog, DialogActions},
        form::{ActionMessage, SubmitButton},
        session::use_session,
    },
};

/// Registers a patient, and goes to the chart. The record's id is made when the dialog opens and kept until the patient
/// is registered, so that sending the form again after a lost answer doesn't register them twice.
#[component]
pub fn NewPatientDialog(open: RwSignal<bool>) -> impl IntoView {
    let register = ServerAction::<RegisterPatient>::new();
    let answer = register.value();
    let id = StoredValue::new(None::<PatientId>);
    let is_confirmed = StoredValue::new(false);
    let form = NodeRef::<html::Form>::new();
    let session = use_session();

    Effect::new(move || {
        if open.get() {
            id.update_value(|id| *id = id.or_else(|| Some(PatientId(Uuid::now_v7()))));
        }
    });
    let navigate = use_navigate();
    Effect::new(move || {
        if let Some(Ok(Registration::Registered(patient))) = answer.get() {
            id.set_value(None);
            open.set(false);
            navigate(&format!("/patients/{patient}"), Default::default());
        }
    });

    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let is_confirmed = is_confirmed.try_update_value(std::mem::take).unwrap_or_default();
        if register.pending().get_untracked() {
            return;
        }
        match (DemographicsForm::from_event(&event), id.get_value()) {
            (Ok(form), Some(id)) => _ = register.dispatch(RegisterPatient { id, form, is_confirmed }),
            _ => answer.set(Some(Err(ApiError::Unexpected))),
        }
    };
    let error =
        Signal::derive(move || answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().err().cloned())));
    let duplicates = Signal::derive(move || match answer.get() {
        Some(Ok(Registration::PossibleDuplicates(patients))) => patients,
        _ => Vec::<PatientSummary>::new(),
    });
    view! {
        <Dialog id="new-patient" open title="New patient">
            <form class="form" novalidate=true node_ref=form on:submit=send>
                <Suspense>
                    {Suspend::new(async move {
                        let today = session.clinic().await.map(|clinic| clinic.today.to_string()).unwrap_or_default();
                        view! { <DemographicsFields id="new-patient" today error/> }
                    })}
                </Suspense>
                <ActionMessage error/>
                <Duplicates patients=duplicates on_confirm=move |()| is_confirmed.set_value(true)/>
                <DialogActions open>
                    <SubmitButton label="Register patient" pending=register.pending()/>
                </DialogActions>
            </form>
        </Dialog>
    }
}
