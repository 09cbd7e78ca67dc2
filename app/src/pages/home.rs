//! Welcome.

use leptos::prelude::*;

use crate::components::page::PageHeader;

/// Welcome.
#[component]
pub fn Home() -> impl IntoView {
    view! { <PageHeader title="Welcome"/> }
}
