//! The Access history tab.

use leptos::prelude::*;
use model::{access::Access, page::Page};

use super::{address::Tab, panel::TabPager, state::OpenChart};
use crate::components::{access::AccessEntry, state::EmptyState};

#[component]
pub fn AccessTab(chart: OpenChart, page: Page<Access>, is_later: bool) -> impl IntoView {
    let Page { rows, next } = page;
    let content = if rows.is_empty() {
        let advice = "You see the history of patients whom you treat without an end, from when it began to be kept.";
        view! { <EmptyState title="Nothing to show here" advice/> }.into_any()
    } else {
        view! {
            <p class="page-lead">"Who opened this chart or changed it, and by which right. The patient sees it, too."</p>
            <ul class="entries">{rows.into_iter().map(|access| view! { <AccessEntry access/> }).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        {content}
        <TabPager chart tab=Tab::Access latest="Latest" earlier="Earlier" is_later next/>
    }
}
