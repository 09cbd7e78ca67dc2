//! Pages that belong to one kind of account.

use leptos::prelude::*;
use model::account::{AccountKind, CurrentUser};

use super::{
    button::{LinkButton, Look},
    icon::{Icon, Symbol},
    page::PageHeader,
    session::use_session,
    state::{ErrorState, TableSkeleton},
};

/// Its children, for an account of `kind`, which a provider's is once it is verified; for everybody else what is
/// missing, and the way to their own pages. The database refuses by itself: this only says so in words.
#[component]
pub fn AccountOnly(kind: AccountKind, title: &'static str, children: Children) -> impl IntoView {
    let session = use_session();
    view! {
        <Suspense fallback=|| view! { <TableSkeleton/> }>
            {Suspend::new(async move {
                let missing = match session.user().await {
                    Some(user) if user.kind != kind => view! { <OtherKind user kind/> }.into_any(),
                    Some(user) if kind == AccountKind::Provider && !user.is_verified => view! { <Unverified/> }.into_any(),
                    Some(user) if user.is_second_factor_missing => view! { <SecondFactorMissing kind/> }.into_any(),
                    Some(_) => return children(),
                    None => {
                        let error = session.refusal().await;
                        view! { <ErrorState error/> }.into_any()
                    }
                };
                view! { <PageHeader title/>{missing} }.into_any()
            })}
        </Suspense>
    }
}

/// For someone who is signed in and took a wrong turn.
#[component]
fn OtherKind(user: CurrentUser, kind: AccountKind) -> impl IntoView {
    let title = match kind {
        AccountKind::Provider => "This page is for providers",
        AccountKind::Patient => "This page is for patients",
        AccountKind::Administrator => "This page is for the clinic's administrator",
    };
    let own = match user.kind {
        AccountKind::Provider => "Go to your patients",
        AccountKind::Patient => "Go to your records",
        AccountKind::Administrator => "Go to the providers",
    };
    view! {
        <div class="empty-state">
            <p class="empty-state-title">{title}</p>
            <p>{format!("You are signed in as {}. Your own pages are elsewhere.", user.display_name)}</p>
            <div class="button-row">
                <LinkButton href=user.home().to_owned() look=Look::Primary>{own}</LinkButton>
            </div>
        </div>
    }
}

/// For a provider before the administrator has verified them.
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

/// For a provider or an administrator who hasn't set up the second factor that the clinic asks for.
#[component]
fn SecondFactorMissing(kind: AccountKind) -> impl IntoView {
    let shows = match kind {
        AccountKind::Administrator => "this page opens",
        AccountKind::Provider | AccountKind::Patient => "this page shows your patients",
    };
    view! {
        <div class="empty-state">
            <Icon symbol=Symbol::Provider/>
            <p class="empty-state-title">"Set up your second factor first"</p>
            <p>
                "The clinic asks its providers and administrators for a code or a passkey at sign-in, beside the password. It "
                "takes a minute and an authenticator on your phone; "{shows}" once that is done."
            </p>
            <div class="button-row">
                <LinkButton href="/account".to_owned() look=Look::Primary>"Set up a second factor"</LinkButton>
            </div>
        </div>
    }
}
