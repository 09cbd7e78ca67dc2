//! The patient's medicines.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{clinic::display_date, prescription::Prescription};

use crate::components::{
    badge::{Badge, Tone},
    date::DateWithAge,
};

#[component]
pub fn PrescriptionEntries(prescriptions: Vec<Prescription>, today: NaiveDate) -> impl IntoView {
    view! { <ul class="entries">{prescriptions.into_iter().map(|prescription| entry(prescription, today)).collect_view()}</ul> }
}

fn entry(prescription: Prescription, today: NaiveDate) -> AnyView {
    let Prescription { medication, dosage, frequency, start_date, prescribed_by, stop_reason, .. } = prescription;
    let (tone, state) = match (&prescription.entered_in_error, prescription.is_active_today) {
        (Some(_), _) => (Tone::Warning, "Entered by mistake"),
        (None, true) => (Tone::Good, "Active"),
        (None, false) => (Tone::Neutral, "Inactive"),
    };
    let is_error = prescription.entered_in_error.is_some();
    let how = [dosage, frequency].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let how = if how.is_empty() { "As your provider told you".to_owned() } else { how };
    let until = match prescription.end_date {
        _ if prescription.never_began => "It was called off before it began".into_any(),
        Some(date) => view! { <DateWithAge date today/> }.into_any(),
        None => "No planned end".into_any(),
    };
    let notes = [
        prescription.entered_in_error.map(|error| error.reason),
        (!stop_reason.is_empty()).then(|| format!("Stopped: {stop_reason}")),
        (!prescribed_by.is_empty()).then(|| format!("Prescribed by {prescribed_by}, {}", display_date(start_date))),
    ];
    let note = |text: String| view! { <p class="muted">{text}</p> };
    view! {
        <li class="entry entry-body" class:in-error=is_error>
            <div class="entry-head">
                <h3 class="entry-title">{medication}</h3>
                <Badge tone label=state/>
            </div>
            <dl class="facts">
                <div class="facts-wide"><dt>"How to take it"</dt><dd>{how}</dd></div>
                <div><dt>"From"</dt><dd><DateWithAge date=start_date today/></dd></div>
                <div><dt>"Until"</dt><dd>{until}</dd></div>
            </dl>
            {notes.into_iter().flatten().map(note).collect_view()}
        </li>
    }
    .into_any()
}
