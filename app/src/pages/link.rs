//! What the pages to which a handed-over link leads have in common.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    api::ApiError,
    components::{
        page::PageHeader,
        state::{ErrorState, TableSkeleton},
    },
};

/// The secret in the address. It keeps its last value when one leaves the page, so that the link isn't checked again on
/// the way out.
pub fn use_token() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |last: Option<&String>| {
        params.with(|params| params.get("token")).or_else(|| last.cloned()).unwrap_or_default()
    })
}

/// The link's form, and in its place `advice` where the link doesn't work.
///
/// # Arguments
/// `check` says whether it works, and `is_ended` whether it has stopped while the form was open.
pub fn link_page(
    title: &'static str,
    check: Resource<Result<(), ApiError>>,
    is_ended: Memo<bool>,
    form: impl Fn() -> AnyView + Copy + Send + Sync + 'static,
    advice: impl Fn() -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView {
    view! {
        <PageHeader title/>
        <div class="entrance">
            <Transition fallback=|| view! { <TableSkeleton rows=3/> }>
                {move || Suspend::new(async move {
                    match check.await {
                        Ok(()) => view! {
                            <Show when=move || !is_ended.get() fallback=move || dead_link(advice())>{form()}</Show>
                        }
                        .into_any(),
                        Err(ApiError::NotFound) => dead_link(advice()),
                        Err(error) => view! { <ErrorState error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// Unknown, used, replaced, expired, out of attempts: all alike, and the way on is the same.
fn dead_link(advice: AnyView) -> AnyView {
    view! {
        <div class="empty-state" role="alert">
            <p class="empty-state-title">"This link doesn't work any more"</p>
            {advice}
            <div class="button-row"><a class="button" href="/sign-in">"Sign in"</a></div>
        </div>
    }
    .into_any()
}
