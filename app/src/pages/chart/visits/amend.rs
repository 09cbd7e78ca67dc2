//! The dialog in which a visit's author amends it.

use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    visit::{Visit, VisitForm},
    vitals::{MEASURES, VitalsForm},
};

use super::fields::{self, VisitFields};
use crate::{
    api::{ApiError, visits::AmendVisit},
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, TextField, Typed, refusal_of},
        opening::OpeningDialog,
    },
    pages::chart::state::OpenChart,
};

#[component]
pub fn AmendDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.amendment;
    let title = chart.title("Amend visit");
    view! { <OpeningDialog id="amend-visit" opening title content=move |visit| amend_form(chart, visit)/> }
}

fn amend_form(chart: OpenChart, visit: Visit) -> AnyView {
    let opening = chart.dialogs.amendment;
    let amend = ServerAction::<AmendVisit>::new();
    let answer = amend.value();
    Effect::new(move || match answer.get() {
        Some(Ok(())) => {
            opening.finish();
            chart.refresh("Visit amended. The earlier version is kept.");
        }
        // Shows the other version behind the dialog, where what was typed stays.
        Some(Err(ApiError::Changed)) => chart.content.refetch(),
        _ => {}
    });
    let (id, version) = (visit.id, visit.version);
    let send = move |event: SubmitEvent| {
        if let Some(typed) = Typed::of(&event)
            && !amend.pending().get_untracked()
        {
            let (reason, form) = (typed.text("reason"), fields::read(&typed));
            amend.dispatch(AmendVisit { visit: id, version, reason, form });
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" novalidate=true on:submit=send>
            <p>"The earlier version is kept, with the time and your reason. Prescriptions are started and stopped on their own tab."</p>
            <VisitFields id="amend-visit" initial=form_of(&visit) error/>
            <TextField label="Reason for the amendment" name="reason" id="amend-visit-reason" error autocomplete="off" is_required=true/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Save amendment" pending=amend.pending()/>
            </DialogActions>
        </form>
    }
    .into_any()
}

/// The visit as it is. Values keep all their digits: an amendment changes only what somebody typed.
fn form_of(visit: &Visit) -> VisitForm {
    let value = |measure| visit.vitals.get(measure).map(|value| value.to_string()).unwrap_or_default();
    let values = MEASURES.iter().map(|facts| (facts.key.to_owned(), value(facts.measure))).collect();
    VisitForm {
        visit_date: visit.time.local.format("%Y-%m-%dT%H:%M").to_string(),
        chief_complaint: visit.chief_complaint.clone(),
        diagnosis: visit.diagnosis.clone(),
        notes: visit.notes.clone(),
        vitals: VitalsForm { values },
        ..VisitForm::default()
    }
}
