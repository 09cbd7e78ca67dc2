//! Chart.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::components::page::PageHeader;

/// Chart.
pub struct Chart;

#[lazy_route]
impl LazyRoute for Chart {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        _ = this;
        view! { <PageHeader title="Chart"/> }.into_any()
    }
}
