//! `/`: the way to one's own pages, or what Carechart is.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

use crate::components::{
    button::{LinkButton, Look},
    page::PageHeader,
    session::use_session,
};

/// Sends whoever is signed in to the first page of their account.
#[component]
pub fn Home() -> impl IntoView {
    let session = use_session();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match session.user().await {
                    Some(user) => {
                        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                        view! { <Redirect path=user.home() options/> }.into_any()
                    }
                    None => {
                        let clinic = session.clinic().await.map(|clinic| clinic.name).unwrap_or_default();
                        view! { <Welcome clinic/> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Welcome(clinic: String) -> impl IntoView {
    let title = if clinic.is_empty() { "Welcome".to_owned() } else { format!("Welcome to {clinic}") };
    view! {
        <PageHeader title/>
        <div class="welcome">
            <p>
                "Carechart holds the clinic's medical records. "
                "A provider reads the records of the patients they treat, a patient reads their own, and nobody else reads either. "
                "Each look at a record is written down."
            </p>
            <div class="button-row">
                <LinkButton href="/sign-in".to_owned() look=Look::Primary>"Sign in"</LinkButton>
                <LinkButton href="/apply".to_owned()>"Apply for an account"</LinkButton>
            </div>
            <p class="muted">
                "Providers apply for an account. Patients get a link from their provider: ask for it at your next visit."
            </p>
        </div>
    }
}
