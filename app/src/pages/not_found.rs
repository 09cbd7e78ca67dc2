//! Not found.

use leptos::prelude::*;

use crate::components::page::PageHeader;

/// Not found.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <PageHeader title="Not found"/> }
}
