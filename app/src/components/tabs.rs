//! Tabs as links: each has an address of its own and works before the script does.

use leptos::prelude::*;

/// One tab.
pub struct Tab {
    pub href: String,
    pub label: &'static str,
    /// What it is in plainer words, under the label; may be empty.
    pub hint: &'static str,
    pub is_current: Signal<bool>,
}

/// A row of tabs, named for screen readers by `label`. What the current one shows stands below, outside of this.
#[component]
pub fn Tabs(label: &'static str, tabs: Vec<Tab>) -> impl IntoView {
    let tab = |Tab { href, label, hint, is_current }: Tab| {
        let current = move || is_current.get().then_some("page");
        let hint = (!hint.is_empty()).then(|| view! { <span class="tab-hint">{hint}</span> });
        view! {
            <li>
                <a class="tab" href=href data-noscroll="" aria-current=current><span>{label}</span>{hint}</a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{tabs.into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
}
