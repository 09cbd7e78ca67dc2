//! What answers when there is no page, or none for whoever asks.

use leptos::prelude::*;

use crate::components::{
    button::{LinkButton, Look},
    page::PageHeader,
};

/// The server sets the status. Somebody else's record answers with the same words as one that doesn't exist.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageHeader title="There is nothing here"/>
        <div class="welcome">
            <p>"The address may be mistyped or out of date, or what it leads to isn't yours to see."</p>
            <div class="button-row">
                <LinkButton href="/".to_owned() look=Look::Primary>"Go to your start page"</LinkButton>
                <LinkButton href="/sign-in".to_owned()>"Sign in"</LinkButton>
            </div>
        </div>
    }
}
