//! Apply for an account.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::components::page::PageHeader;

/// Apply for an account.
pub struct Apply;

#[lazy_route]
impl LazyRoute for Apply {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        _ = this;
        view! { <PageHeader title="Apply for an account"/> }.into_any()
    }
}
