//! `/invitation/:token`: a patient sets up an account with the link their provider handed over.

mod form;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::form::InvitationForm;
use crate::{
    api::{ApiError, accounts::check_invitation},
    components::{
        page::PageHeader,
        phone::PhoneNumber,
        session::use_session,
        state::{ErrorState, TableSkeleton},
    },
};

/// A patient's invitation.
pub fn view() -> AnyView {
    let params = use_params_map();
    // It keeps its last value when one leaves the page, so that the link isn't checked again on the way out.
    let token = Memo::new(move |last: Option<&String>| {
        params.with(|params| params.get("token")).or_else(|| last.cloned()).unwrap_or_default()
    });
    let check = Resource::new(move || token.get(), check_invitation);
    let accept = ServerAction::new();
    // The fifth wrong date of birth ends the link while the form is open.
    let is_ended = Memo::new(move |_| matches!(accept.value().get(), Some(Err(ApiError::NotFound))));
    view! {
        <PageHeader title="Set up your account"/>
        <div class="entrance">
            <Transition fallback=|| view! { <TableSkeleton rows=3/> }>
                {move || Suspend::new(async move {
                    match check.await {
                        Ok(()) => view! {
                            <Show when=move || !is_ended.get() fallback=|| view! { <DeadLink/> }>
                                <InvitationForm token=token.get_untracked() accept/>
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

/// Unknown, used, replaced, expired, out of attempts: all alike, and the way on is the same.
#[component]
fn DeadLink() -> impl IntoView {
    let session = use_session();
    view! {
        <div class="empty-state" role="alert">
            <p class="empty-state-title">"This link doesn't work any more"</p>
            <p>
                "A link works once and for a few days, and only until a newer one is made or after five wrong dates of birth. "
                "Ask your provider for a new one. If you have set up your account already, sign in."
            </p>
            <Suspense>
                {move || Suspend::new(async move {
                    let phone = session.clinic().await.map(|clinic| clinic.phone).unwrap_or_default();
                    (!phone.is_empty()).then(|| view! { <p>"Call the clinic: " <PhoneNumber number=phone/></p> })
                })}
            </Suspense>
            <div class="button-row"><a class="button" href="/sign-in">"Sign in"</a></div>
        </div>
    }
}
