//! A number to call.

use leptos::prelude::*;

/// The number as a link that dials it.
#[component]
pub fn PhoneNumber(#[prop(into)] number: String) -> impl IntoView {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    view! { <a class="phone-number" href=format!("tel:{dialled}")>{number}</a> }
}
