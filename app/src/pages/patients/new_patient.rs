//! The new patient's dialog.

use leptos::{ev::SubmitEvent, form::FromFormData, html, prelude::*};
use leptos_router::hooks::use_navigate;
use model::{
    id::PatientId,
    patient::{DemographicsForm, PatientSummary, Registration},
};
use uuid::Uuid;
use web_sys::FormData;

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
    // Of whom the form that was sent last said that it's someone else.
    let others = StoredValue::new(Vec::<PatientId>::new());
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

    let send = move |not_duplicates: Vec<PatientId>| {
        if register.pending().get_untracked() {
            return;
        }
        others.set_value(not_duplicates.clone());
        match (typed(form), id.get_value()) {
            (Some(form), Some(id)) => _ = register.dispatch(RegisterPatient { id, form, not_duplicates }),
            _ => answer.set(Some(Err(ApiError::Unexpected))),
        }
    };
    // Whoever was confirmed before something else was typed is asked about again.
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(Vec::new());
    };
    let error =
        Signal::derive(move || answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().err().cloned())));
    let duplicates = Signal::derive(move || match answer.get() {
        Some(Ok(Registration::PossibleDuplicates(patients))) => patients,
        _ => Vec::<PatientSummary>::new(),
    });
    let confirm = move |()| {
        let shown = duplicates.get_untracked();
        send(others.get_value().into_iter().chain(shown.into_iter().map(|patient| patient.id)).collect());
    };
    view! {
        <Dialog id="new-patient" open title="New patient">
            <form class="form" novalidate=true node_ref=form on:submit=submit>
                <Suspense>
                    {Suspend::new(async move {
                        let today = session.clinic().await.map(|clinic| clinic.today.to_string()).unwrap_or_default();
                        view! { <DemographicsFields id="new-patient" today error/> }
                    })}
                </Suspense>
                <ActionMessage error/>
                <Duplicates patients=duplicates on_confirm=confirm/>
                <DialogActions open>
                    <SubmitButton label="Register patient" pending=register.pending()/>
                </DialogActions>
            </form>
        </Dialog>
    }
}

fn typed(form: NodeRef<html::Form>) -> Option<DemographicsForm> {
    let data = FormData::new_with_form(&form.get_untracked()?).ok()?;
    DemographicsForm::from_form_data(&data).ok()
}
