//! Pages of providers.

use leptos::prelude::*;
use model::account::AccountKind;

use super::account_only::AccountOnly;

/// Its children, for a verified provider; what is missing, for everybody else.
#[component]
pub fn ProviderOnly(#[prop(into)] title: &'static str, children: Children) -> impl IntoView {
    view! { <AccountOnly kind=AccountKind::Provider title children/> }
}
