//! My records.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::components::page::PageHeader;

/// My records.
pub struct MyRecords;

#[lazy_route]
impl LazyRoute for MyRecords {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        _ = this;
        view! { <PageHeader title="My records"/> }.into_any()
    }
}
