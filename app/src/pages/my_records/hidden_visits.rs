//! That there were visits which the patient isn't shown.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::hidden_visits::words;

use crate::components::state::Notice;

/// Nothing where there were none. Stands above all tabs, as the medicines of these visits aren't shown either.
///
/// # Arguments
/// `days`: when they took place, the latest first.
#[component]
pub fn HiddenVisits(days: Vec<NaiveDate>) -> impl IntoView {
    words(&days).map(|text| view! { <Notice><p>{text}</p></Notice> })
}
