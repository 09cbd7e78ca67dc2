//! Invitation.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::components::page::PageHeader;

/// Invitation.
pub struct Invitation;

#[lazy_route]
impl LazyRoute for Invitation {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        _ = this;
        view! { <PageHeader title="Invitation"/> }.into_any()
    }
}
