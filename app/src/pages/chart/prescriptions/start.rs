//! The dialog that starts a prescription outside of a visit.

use leptos::{ev::SubmitEvent, prelude::*};
use model::{id::PrescriptionId, visit::Written};
use uuid::Uuid;

use super::fields::{self, PrescriptionFields};
use crate::{
    api::{ApiError, prescriptions::StartPrescription},
    components::{
        dialog::DialogActions,
        form::{ActionMessage, FieldSet, SubmitButton, Typed, refusal_of},
        opening::OpeningDialog,
    },
    pages::chart::{
        address::Tab,
        allergy_conflicts::{AllergyConflicts, Conflicts},
        state::OpenChart,
    },
};

#[component]
pub fn StartDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.prescription;
    let title = chart.title("Start prescription");
    view! { <OpeningDialog id="start-prescription" opening title content=move |()| start_form(chart)/> }
}

/// The prescription's id is made here, when the dialog opens: sending the form again doesn't start it twice.
fn start_form(chart: OpenChart) -> AnyView {
    let opening = chart.dialogs.prescription;
    let id = PrescriptionId(Uuid::now_v7());
    let today = chart.calendar.date();
    let start = ServerAction::<StartPrescription>::new();
    let answer = start.value();
    let conflicts = Conflicts::default();
    Effect::new(move || match answer.get() {
        Some(Ok(Written::Saved(_))) => {
            opening.finish();
            chart.show("Prescription started.", Tab::Prescriptions);
        }
        Some(Ok(Written::AllergyConflicts(found))) => conflicts.ask(found),
        // Shows what was saved behind the dialog, where what was typed stays.
        Some(Err(ApiError::SavedOtherwise)) => chart.content.refetch(),
        _ => {}
    });
    let send = move |event: SubmitEvent| {
        let Some(typed) = Typed::of(&event) else { return };
        if start.pending().get_untracked() {
            return;
        }
        let mut form = fields::read(&typed, "");
        match conflicts.answer(&typed, std::slice::from_mut(&mut form)) {
            Ok(()) => _ = start.dispatch(StartPrescription { id, patient: chart.patient, form }),
            Err(error) => answer.set(Some(Err(error))),
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" novalidate=true on:submit=send>
            <FieldSet legend="Prescription">
                <PrescriptionFields id="start-prescription".to_owned() prefix=String::new() today error/>
            </FieldSet>
            <AllergyConflicts id="start-prescription" conflicts error/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Start prescription" pending=start.pending()/>
            </DialogActions>
        </form>
    }
    .into_any()
}
