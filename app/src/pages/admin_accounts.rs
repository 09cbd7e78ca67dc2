//! Accounts.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::components::page::PageHeader;

/// Accounts.
pub struct AdminAccounts;

#[lazy_route]
impl LazyRoute for AdminAccounts {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        _ = this;
        view! { <PageHeader title="Accounts"/> }.into_any()
    }
}
