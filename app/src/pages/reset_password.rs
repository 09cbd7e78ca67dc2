//! `/reset-password/:token`: a new password, by a link that the administrator handed over.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

use crate::{
    api::{
        ApiError,
        accounts::{ResetPassword, check_password_reset},
    },
    components::{
        form::{ActionMessage, NewPasswordField, SubmitButton, refusal_of},
        page::PageHeader,
        state::{ErrorState, TableSkeleton},
    },
};

/// A new password.
pub fn view() -> AnyView {
    let params = use_params_map();
    // It keeps its last value when one leaves the page, so that the link isn't checked again on the way out.
    let token = Memo::new(move |last: Option<&String>| {
        params.with(|params| params.get("token")).or_else(|| last.cloned()).unwrap_or_default()
    });
    let check = Resource::new(move || token.get(), check_password_reset);
    let reset = ServerAction::<ResetPassword>::new();
    let is_ended = Memo::new(move |_| matches!(reset.value().get(), Some(Err(ApiError::NotFound))));
    view! {
        <PageHeader title="Choose a new password"/>
        <div class="entrance">
            <Transition fallback=|| view! { <TableSkeleton rows=3/> }>
                {move || Suspend::new(async move {
                    match check.await {
                        Ok(()) => view! {
                            <Show when=move || !is_ended.get() fallback=|| view! { <DeadLink/> }>
                                {form(token.get_untracked(), reset)}
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

fn form(token: String, reset: ServerAction<ResetPassword>) -> AnyView {
    let error = refusal_of(reset.value());
    view! {
        <p>"It replaces the forgotten one and signs you out everywhere. A second factor stays as it is."</p>
        <ActionForm action=reset attr:class="form card">
            <input type="hidden" name="form[token]" value=token/>
            <NewPasswordField label="New password" error/>
            <ActionMessage error/>
            <SubmitButton label="Save password" pending=reset.pending()/>
        </ActionForm>
    }
    .into_any()
}

/// Unknown, used, replaced, expired: all alike, and the way on is the same.
#[component]
fn DeadLink() -> impl IntoView {
    view! {
        <div class="empty-state" role="alert">
            <p class="empty-state-title">"This link doesn't work any more"</p>
            <p>"It works once, for a day, and only until a newer one is made. Ask the clinic's administrator for a new one."</p>
            <div class="button-row"><a class="button" href="/sign-in">"Sign in"</a></div>
        </div>
    }
}
