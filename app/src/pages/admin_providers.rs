//! Providers.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::components::page::PageHeader;

/// Providers.
pub struct AdminProviders;

#[lazy_route]
impl LazyRoute for AdminProviders {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        _ = this;
        view! { <PageHeader title="Providers"/> }.into_any()
    }
}
