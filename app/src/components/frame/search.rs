//! The search for a patient: a plain GET form, reached by `/` from anywhere.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};
use leptos_router::components::Form;
use web_sys::HtmlElement;

use crate::components::icon::{Icon, Symbol};

/// There is one search field on a page: in the top bar, or above the list of patients.
const FIELD: &str = "search";

/// The field with its label.
///
/// # Arguments
/// `label` says what is searched, and `placeholder` in fewer words. `text` is what the address says is searched; the
/// field follows it, except while somebody types in it. `on_type` is told what is typed.
#[component]
pub fn SearchField(
    #[prop(default = "Search patients by name")] label: &'static str,
    #[prop(default = "Search patients")] placeholder: &'static str,
    #[prop(optional, into)] text: Signal<String>,
    #[prop(optional, into)] on_type: Option<Callback<String>>,
) -> impl IntoView {
    let element = NodeRef::<html::Input>::new();
    let type_in = move |text: String| {
        if let Some(on_type) = on_type {
            on_type.run(text);
        }
    };
    Effect::new(move |before: Option<()>| {
        let text = text.get();
        let Some(input) = element.get() else { return };
        let has_focus = document().active_element().is_some_and(|active| active.is_same_node(Some(&input)));
        if !has_focus {
            input.set_value(&text);
        } else if before.is_none() && input.value() != text {
            // It was typed before the script ran.
            type_in(input.value());
        }
    });
    view! {
        <div class="search-field">
            <label for=FIELD class="visually-hidden">{label}</label>
            <Icon symbol=Symbol::Search/>
            <input
                id=FIELD
                type="search"
                name="search"
                class="input"
                value=text.get_untracked()
                node_ref=element
                placeholder=placeholder
                autocomplete="off"
                spellcheck="false"
                maxlength="100"
                aria-keyshortcuts="/"
                on:input:target=move |event| type_in(event.target().value())
            />
            <kbd class="search-key" aria-hidden="true">"/"</kbd>
        </div>
    }
}

/// The search of the top bar, which leads to the list of patients.
#[component]
pub(super) fn TopSearch() -> impl IntoView {
    view! {
        <search class="top-search">
            <Form method="get" action="/patients"><SearchField/></Form>
        </search>
    }
}

/// Focuses the search field when `/` is pressed outside of a field and of a dialog.
pub(super) fn focus_by_slash() {
    Effect::new(|| {
        let listener = window_event_listener(ev::keydown, |event| {
            let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
            if event.key() != "/" || has_modifier || event.default_prevented() || is_typing(&event) {
                return;
            }
            let Some(field) =
                document().get_element_by_id(FIELD).and_then(|field| field.dyn_into::<HtmlElement>().ok())
            else {
                return;
            };
            event.prevent_default();
            _ = field.focus();
        });
        on_cleanup(move || listener.remove());
    });
}

fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let is_field = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).is_some_and(|element| {
        element.is_content_editable() || matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    });
    is_field || document().query_selector("dialog[open]").ok().flatten().is_some()
}
