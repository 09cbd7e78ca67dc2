//! What a provider sees before the administrator has verified them.

use leptos::prelude::*;
use model::account::AccountKind;

use super::{
    icon::{Icon, Symbol},
    page::PageHeader,
    session::use_session,
    state::{ErrorState, TableSkeleton},
};
use crate::api::ApiError;

/// Its children, for a verified provider; what is missing, for everybody else. The database refuses by itself: this
/// only says so in words.
#[component]
pub fn ProviderOnly(#[prop(into)] title: &'static str, children: Children) -> impl IntoView {
    let session = use_session();
    view! {
        <Suspense fallback=|| view! { <TableSkeleton/> }>
            {Suspend::new(async move {
                match session.user().await {
                    Some(user) if user.kind == AccountKind::Provider && user.is_verified => children(),
                    Some(user) if user.kind == AccountKind::Provider => view! { <PageHeader title/><Unverified/> }.into_any(),
                    Some(_) => view! { <PageHeader title/><ErrorState error=ApiError::NotFound/> }.into_any(),
                    None => view! { <PageHeader title/><ErrorState error=ApiError::SignInRequired/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Unverified() -> impl IntoView {
    view! {
        <div class="empty-state">
            <Icon symbol=Symbol::Provider/>
            <p class="empty-state-title">"Your account is waiting for verification"</p>
            <p>
                "The clinic's administrator checks your license before you can see or register patients. "
                "There is nothing more for you to do; this page shows your patients once that is done."
            </p>
        </div>
    }
}
