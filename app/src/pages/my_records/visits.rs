//! The patient's visits, each opening to what was found.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::visit::{Addendum, Visit};

use crate::components::{date::TimeWithAge, time_zone::TimeZoneNote, vitals_list::VitalsList};

#[component]
pub fn VisitEntries(visits: Vec<Visit>, today: NaiveDate, time_zone: String) -> impl IntoView {
    view! {
        <ul class="entries">{visits.into_iter().map(|visit| entry(visit, today)).collect_view()}</ul>
        <TimeZoneNote zone=time_zone/>
    }
}

fn entry(visit: Visit, today: NaiveDate) -> AnyView {
    let Visit { time, provider_name, provider_specialty, chief_complaint, diagnosis, notes, vitals, addenda, .. } =
        visit;
    let by =
        if provider_specialty.is_empty() { provider_name } else { format!("{provider_name}, {provider_specialty}") };
    let amended = match visit.amendments {
        0 => None,
        1 => Some("The provider has corrected this visit once.".to_owned()),
        times => Some(format!("The provider has corrected this visit {times} times.")),
    };
    let diagnosis = written(diagnosis, "None written down");
    let summary = diagnosis.clone();
    view! {
        <li>
            <details class="entry">
                <summary>
                    <span class="entry-date"><TimeWithAge time today/></span>
                    <span class="entry-title">{chief_complaint.clone()}</span>
                    <span class="muted">{summary}</span>
                </summary>
                <div class="entry-body">
                    <dl class="facts">
                        <div class="facts-wide"><dt>"Reason for the visit"</dt><dd>{chief_complaint}</dd></div>
                        <div class="facts-wide"><dt>"Diagnosis"</dt><dd>{diagnosis}</dd></div>
                        <div class="facts-wide"><dt>"Provider"</dt><dd>{by}</dd></div>
                        <div class="facts-wide"><dt>"Notes"</dt><dd class="prose">{written(notes, "None")}</dd></div>
                    </dl>
                    {(!vitals.is_empty()).then(|| view! { <h3>"What was measured"</h3><VitalsList vitals/> })}
                    {addenda.into_iter().map(addendum).collect_view()}
                    {amended.map(|text| view! { <p class="muted">{text}</p> })}
                </div>
            </details>
        </li>
    }
    .into_any()
}

fn written(text: String, otherwise: &str) -> String {
    if text.trim().is_empty() { otherwise.to_owned() } else { text }
}

/// A colleague's later remark.
fn addendum(addendum: Addendum) -> AnyView {
    let Addendum { provider_name, at, text } = addendum;
    view! {
        <div class="addendum">
            <p class="muted">{format!("Added by {provider_name}, {}", at.display())}</p>
            <p class="prose">{text}</p>
        </div>
    }
    .into_any()
}
