//! Sign in.

use leptos::prelude::*;

use crate::components::page::PageHeader;

/// Sign in.
#[component]
pub fn SignIn() -> impl IntoView {
    view! { <PageHeader title="Sign in"/> }
}
