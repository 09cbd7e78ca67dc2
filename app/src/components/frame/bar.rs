//! The top bar: the clinic, the search, who is signed in.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_location;
use model::account::{AccountKind, CurrentUser};

use super::search::TopSearch;
use crate::{
    api::session::SignOut,
    components::icon::{Icon, Symbol},
};

/// The top bar. A provider searches from everywhere; the list of patients has the field itself.
#[component]
pub fn TopBar(clinic: String, user: Option<CurrentUser>) -> impl IntoView {
    let is_provider = user.as_ref().is_some_and(|user| user.kind == AccountKind::Provider);
    let path = use_location().pathname;
    let is_on_list = Memo::new(move |_| path.with(|path| path == "/patients"));
    view! {
        <header class="top-bar">
            <ClinicName clinic/>
            {move || (is_provider && !is_on_list.get()).then(|| view! { <TopSearch/> })}
            {user.map(|user| view! { <Account name=user.display_name/> })}
        </header>
    }
}

/// The clinic, which leads to the start page.
#[component]
pub fn ClinicName(clinic: String) -> impl IntoView {
    let clinic = if clinic.is_empty() { "Carechart".to_owned() } else { clinic };
    view! {
        <a class="clinic-name" href="/"><span class="clinic-mark"><Icon symbol=Symbol::Plus/></span><span>{clinic}</span></a>
    }
}

/// Who is signed in, and the way out: a plain form, so that signing out also drops whatever the page holds.
#[component]
fn Account(name: String) -> impl IntoView {
    let label = format!("{name}, your account");
    view! {
        <div class="account">
            <a class="account-name" href="/account" aria-label=label>
                <Icon symbol=Symbol::Account/><span>{name}</span>
            </a>
            <form method="post" action=SignOut::url()>
                <button type="submit" class="button button-quiet"><Icon symbol=Symbol::SignOut/><span>"Sign out"</span></button>
            </form>
        </div>
    }
}
