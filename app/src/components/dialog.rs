//! A dialog: one task over the page.

use leptos::{html, prelude::*, wasm_bindgen::JsCast};
use web_sys::{Event, HtmlDialogElement, HtmlElement, KeyboardEvent};

use super::{
    button::Button,
    icon::{Icon, Symbol},
};

/// A modal dialog over the browser's own `<dialog>`, which traps the focus, closes by Esc, makes the page behind it
/// inert and gives the focus back (HTML Living Standard, `showModal`).
///
/// The content stays in the document while it is closed, so that what was typed is still there when it opens again.
/// The close button comes last in the document: the browser focuses the first field.
///
/// # Arguments
/// `id` is unique on the page; `title` names the patient when the task is about one. While `is_held`, nobody can close
/// it: what it does can't be cancelled, and its outcome must be seen.
#[component]
pub fn Dialog(
    id: &'static str,
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] is_held: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let is_open = open.get();
        let Some(dialog) = element.get() else { return };
        if is_open && !dialog.open() {
            // It only fails for a dialog that isn't in the document any more.
            _ = dialog.show_modal();
            focus_first_field(&dialog);
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    let hold = move |event: &Event| {
        if is_held.get_untracked() {
            event.prevent_default();
        }
    };
    // Chromium closes a dialog at its second `cancel`, whatever was said to the first; a key that is held is none.
    let press = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            hold(&event);
        }
    };
    let closed = move |_| match element.get_untracked() {
        Some(dialog) if is_held.get_untracked() => _ = dialog.show_modal(),
        _ => open.set(false),
    };
    let close = move |_| {
        if !is_held.get_untracked() {
            open.set(false);
        }
    };
    let disabled = move || is_held.get().then_some("true");
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    view! {
        <dialog
            id=id
            class="dialog"
            node_ref=element
            aria-labelledby=labelled_by
            on:keydown=press
            on:cancel=move |event: Event| hold(&event)
            on:close=closed
        >
            <div class="dialog-frame">
                <h2 id=title_id class="dialog-title">{title}</h2>
                <div class="dialog-body">{children()}</div>
                <button type="button" class="dialog-close" aria-label="Close" aria-disabled=disabled on:click=close>
                    <Icon symbol=Symbol::Close/>
                </button>
            </div>
        </dialog>
    }
}

/// The row of buttons at a dialog's end: the verb, and a way out.
#[component]
pub fn DialogActions(open: RwSignal<bool>, children: Children) -> impl IntoView {
    view! {
        <div class="dialog-actions">
            {children()}
            <Button on_click=move |_| open.set(false)>"Cancel"</Button>
        </div>
    }
}

/// Chromium gives the focus to the content's frame when that scrolls, as it then counts as something to focus.
fn focus_first_field(dialog: &HtmlDialogElement) {
    const FIELD: &str = ".dialog-body :is(input, select, textarea, button):not([type=hidden], :disabled)";
    let field = dialog.query_selector(FIELD).ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        _ = field.focus();
    }
}
