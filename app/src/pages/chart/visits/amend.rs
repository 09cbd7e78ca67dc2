//! The dialog in which a visit's author amends it.

use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    id::VisitId,
    visit::{Visit, VisitForm},
    vitals::{MEASURES, VitalsForm, display_value},
};

use super::fields::{self, VisitFields};
use crate::{
    api::{ApiError, visits::AmendVisit},
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, TextField, Typed, refusal_of},
        opening::OpeningDialog,
    },
    pages::chart::{
        changed::{ChangedMeanwhile, is_changed},
        content::{Content, OfTab},
        demographics::Fact,
        state::OpenChart,
    },
};

#[component]
pub fn AmendDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.amendment;
    let title = chart.title("Amend visit");
    view! { <OpeningDialog id="amend-visit" opening title content=move |visit| amend_form(chart, visit)/> }
}

/// The form on one version of the visit, as for the demographics: an author may have it open twice.
fn amend_form(chart: OpenChart, visit: Visit) -> AnyView {
    let opening = chart.dialogs.amendment;
    let id = visit.id;
    let amend = ServerAction::<AmendVisit>::new();
    let answer = amend.value();
    let error = refusal_of(answer);
    let version = StoredValue::new(visit.version);
    let saved = RwSignal::new(None::<Vec<Fact>>);
    Effect::new(move || match answer.get() {
        Some(Ok(())) => {
            opening.finish();
            chart.refresh("Visit amended. The earlier version is kept.");
        }
        Some(Err(ApiError::Changed)) => chart.content.refetch(),
        _ => {}
    });
    Effect::new(move || {
        let newest =
            chart.content.with(|content| content.as_ref()?.as_ref().ok().and_then(|content| find(content, id)));
        if let Some(newest) = newest
            && untrack(|| is_changed(&error))
        {
            version.set_value(newest.version);
            saved.set(Some(facts(&newest)));
        }
    });
    let send = move |event: SubmitEvent| {
        if let Some(typed) = Typed::of(&event)
            && !amend.pending().get_untracked()
        {
            let (reason, form) = (typed.text("reason"), fields::read(&typed));
            amend.dispatch(AmendVisit { visit: id, version: version.get_value(), reason, form });
        }
    };
    let initial = form_of(&visit);
    let visit_date = RwSignal::new(initial.visit_date.clone());
    view! {
        <form class="form" novalidate=true on:submit=send>
            <p>"The earlier version is kept, with the time and your reason. Prescriptions are started and stopped on their own tab."</p>
            <VisitFields id="amend-visit" visit_date initial error/>
            <TextField label="Reason for the amendment" name="reason" id="amend-visit-reason" error autocomplete="off" is_required=true/>
            <ActionMessage error/>
            <ChangedMeanwhile error before=facts(&visit) now=saved/>
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

fn find(content: &Content, id: VisitId) -> Option<Visit> {
    match &content.of_tab {
        OfTab::Visits(page, _) => page.rows.iter().find(|visit| visit.id == id).cloned(),
        _ => None,
    }
}

/// What the visit says, in words.
fn facts(visit: &Visit) -> Vec<Fact> {
    let texts = [
        ("Date and time", visit.time.display()),
        ("Chief complaint", visit.chief_complaint.clone()),
        ("Diagnosis", visit.diagnosis.clone()),
        ("Notes", visit.notes.clone()),
    ];
    let vitals = MEASURES.iter().filter_map(|facts| {
        let value = display_value(facts.measure, visit.vitals.get(facts.measure)?);
        Some((facts.label.to_owned(), format!("{value} {}", facts.unit)))
    });
    texts.into_iter().map(|(label, text)| (label.to_owned(), text)).chain(vitals).collect()
}
