use leptos::{prelude::document, wasm_bindgen::JsCast};
use web_sys::HtmlElement;

/// Focuses a control by its id; nothing happens when it isn't there.
pub fn focus(id: &str) {
    if let Some(control) = document().get_element_by_id(id).and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
        // It only fails for an element that has just been removed.
        _ = control.focus();
    }
}
