//! `/caregiver/:token`: somebody is let in to read another person's record, with the link they were given.

mod form;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::form::form_for;
use crate::{
    api::{ApiError, caregivers::check_caregiver_invitation},
    components::{
        page::PageHeader,
        session::use_session,
        state::{EmptyState, ErrorState, TableSkeleton},
    },
};

/// A caregiver's link.
pub fn view() -> AnyView {
    let session = use_session();
    let params = use_params_map();
    // It keeps its last value when one leaves the page, so that the link isn't checked again on the way out.
    let token = Memo::new(move |last: Option<&String>| {
        params.with(|params| params.get("token")).or_else(|| last.cloned()).unwrap_or_default()
    });
    let check = Resource::new(move || token.get(), check_caregiver_invitation);
    let accept = ServerAction::new();
    // The fifth wrong date of birth ends the link while the form is open.
    let is_ended = Memo::new(move |_| matches!(accept.value().get(), Some(Err(ApiError::NotFound))));
    view! {
        <PageHeader title="Read a record for somebody"/>
        <div class="entrance">
            <Transition fallback=|| view! { <TableSkeleton rows=3/> }>
                {move || Suspend::new(async move {
                    let checked = check.await;
                    let user = session.user().await;
                    match checked {
                        Ok(()) => view! {
                            <Show when=move || !is_ended.get() fallback=|| view! { <DeadLink/> }>
                                {form_for(user.clone(), token.get_untracked(), accept)}
                            </Show>
                        }
                        .into_any(),
                        Err(ApiError::NotFound) => view! { <DeadLink/> }.into_any(),
                        Err(error) => view! { <ErrorState error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// Unknown, used, taken back, expired, out of attempts: all alike, and the way on is the same.
#[component]
fn DeadLink() -> impl IntoView {
    let advice = "A link works once and for a few days, until it is taken back or after five wrong dates of birth. Ask whoever \
                  gave it to you for a new one. If you have used it already, sign in.";
    view! {
        <EmptyState title="This link doesn't work any more" advice>
            <a class="button" href="/sign-in">"Sign in"</a>
        </EmptyState>
    }
}
