//! Dates as every page shows them, with their age where it helps.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::clinic::{ClinicTime, display_age, display_date, relative_date};

/// A date alone: `12 Mar 2026`.
#[component]
pub fn ShortDate(date: NaiveDate) -> impl IntoView {
    view! { <span class="date"><time datetime=date.to_string()>{display_date(date)}</time></span> }
}

/// A date of birth and the age on `today`: `3 Feb 1980 (45 years)`, `2 Mar 2026 (5 weeks)`.
#[component]
pub fn BirthDate(date: NaiveDate, today: NaiveDate) -> impl IntoView {
    let age = format!("({})", display_age(date, today));
    view! { <span class="date"><time datetime=date.to_string()>{display_date(date)}</time>" "<span class="muted">{age}</span></span> }
}

/// A date and how long ago it was: `12 Mar 2026, 3 weeks ago`.
#[component]
pub fn DateWithAge(date: NaiveDate, today: NaiveDate) -> impl IntoView {
    dated(date.to_string(), display_date(date), relative_date(date, today))
}

/// A moment in the clinic's time and how long ago it was: `12 Mar 2026, 14:05, 3 weeks ago`.
#[component]
pub fn TimeWithAge(time: ClinicTime, today: NaiveDate) -> impl IntoView {
    dated(time.at.to_rfc3339(), time.display(), relative_date(time.date(), today))
}

fn dated(machine: String, text: String, age: String) -> impl IntoView {
    view! { <span class="date"><time datetime=machine>{text}</time>" "<span class="muted">{age}</span></span> }
}
