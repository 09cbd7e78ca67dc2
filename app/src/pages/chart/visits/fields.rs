//! What a visit says, as a form: the new visit's dialog and the amendment's.

use leptos::prelude::*;
use model::{
    visit::VisitForm,
    vitals::{MEASURES, MeasureFacts, VitalsForm, warning},
};

use crate::{
    api::ApiError,
    components::form::{FieldSet, TextArea, TextField, Typed},
};

/// The fields.
///
/// # Arguments
/// `id` begins the fields' ids, and is unique on the page; `visit_date` stands in the place of the one in `initial`.
#[component]
pub fn VisitFields(
    id: &'static str,
    visit_date: RwSignal<String>,
    initial: VisitForm,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let VisitForm { chief_complaint, diagnosis, notes, vitals, .. } = initial;
    let vital = move |facts: &'static MeasureFacts| {
        let initial = vitals.values.iter().find(|(key, _)| key == facts.key).map(|(_, text)| text.clone());
        view! { <VitalField id facts initial=initial.unwrap_or_default() error/> }
    };
    view! {
        <FieldSet legend="Visit">
            <TextField
                label="Date and time"
                name="visit_date"
                id=format!("{id}-visit-date")
                kind="datetime-local"
                value=visit_date
                error
                is_required=true
            />
            <TextField
                label="Chief complaint"
                name="chief_complaint"
                id=format!("{id}-chief-complaint")
                initial=chief_complaint
                error
                autocomplete="off"
                is_required=true
            />
            <TextField label="Diagnosis" name="diagnosis" id=format!("{id}-diagnosis") initial=diagnosis error autocomplete="off"/>
            <TextArea label="Notes" name="notes" id=format!("{id}-notes") initial=notes error/>
        </FieldSet>
        <FieldSet legend="Vital signs">{MEASURES.iter().map(vital).collect_view()}</FieldSet>
    }
}

/// One measure, which warns as soon as a value is likely a typing mistake.
#[component]
fn VitalField(
    id: &'static str,
    facts: &'static MeasureFacts,
    initial: String,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let value = RwSignal::new(initial);
    let warning = Signal::derive(move || {
        let typed = value.read().trim().replace(',', ".").parse().ok()?;
        warning(facts.measure, typed)
    });
    let label = format!("{}, {}", facts.label, facts.unit);
    let id = format!("{id}-{}", facts.key.replace('_', "-"));
    view! { <TextField label name=facts.key id value error warning inputmode="decimal" autocomplete="off"/> }
}

/// What was typed into the fields.
pub fn read(typed: &Typed) -> VisitForm {
    VisitForm {
        visit_date: typed.text("visit_date"),
        chief_complaint: typed.text("chief_complaint"),
        diagnosis: typed.text("diagnosis"),
        notes: typed.text("notes"),
        vitals: VitalsForm {
            values: MEASURES.iter().map(|facts| (facts.key.to_owned(), typed.text(facts.key))).collect(),
        },
        ..VisitForm::default()
    }
}
