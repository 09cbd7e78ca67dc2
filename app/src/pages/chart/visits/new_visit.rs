//! The new visit's dialog.

use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    id::VisitId,
    visit::{NewVisit, VisitForm, Written},
};
use uuid::Uuid;

use super::fields::{self, VisitFields};
use crate::{
    api::{ApiError, visits::RecordVisit},
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, Typed, following, refusal_of},
        opening::OpeningDialog,
    },
    pages::chart::{
        address::Tab,
        allergy_conflicts::{AllergyConflicts, Conflicts},
        prescriptions::{PrescriptionRows, read_rows},
        state::OpenChart,
    },
};

#[component]
pub fn NewVisitDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.visit;
    view! { <OpeningDialog id="new-visit" opening title=chart.title("New visit") content=move |()| visit_form(chart)/> }
}

/// The visit's id is made here, when the dialog opens: sending the form again after a lost answer doesn't write the
/// visit twice.
fn visit_form(chart: OpenChart) -> AnyView {
    let opening = chart.dialogs.visit;
    let id = VisitId(Uuid::now_v7());
    // The content is kept when the dialog is closed by mistake; its date and time would be those of the first opening.
    let visit_date = following(chart.calendar.at_opening(opening.is_open()));
    let today = chart.calendar.date();
    let rows = RwSignal::new(Vec::<usize>::new());
    let record = ServerAction::<RecordVisit>::new();
    let answer = record.value();
    let conflicts = Conflicts::default();
    Effect::new(move || match answer.get() {
        Some(Ok(Written::Saved(_))) => {
            opening.finish();
            chart.show("Visit saved.", Tab::Visits);
        }
        Some(Ok(Written::AllergyConflicts(found))) => conflicts.ask(found),
        // Shows what was saved behind the dialog, where what was typed stays.
        Some(Err(ApiError::SavedOtherwise)) => chart.content.refetch(),
        _ => {}
    });
    let send = move |event: SubmitEvent| {
        let Some(typed) = Typed::of(&event) else { return };
        if record.pending().get_untracked() {
            return;
        }
        let mut form = VisitForm { prescriptions: read_rows(&typed, &rows.read_untracked()), ..fields::read(&typed) };
        match conflicts.answer(&typed, &mut form.prescriptions) {
            Ok(()) => _ = record.dispatch(RecordVisit { visit: NewVisit { id, patient: chart.patient, form } }),
            Err(error) => answer.set(Some(Err(error))),
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" novalidate=true on:submit=send>
            <VisitFields id="new-visit" visit_date initial=VisitForm::default() error/>
            <PrescriptionRows id="new-visit" rows today error/>
            <AllergyConflicts id="new-visit" conflicts error/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Save visit" pending=record.pending()/>
            </DialogActions>
        </form>
    }
    .into_any()
}
