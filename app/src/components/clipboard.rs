//! The browser's clipboard.

use leptos::{prelude::window, wasm_bindgen::JsCast};
use web_sys::js_sys::{Function, Promise, Reflect};

/// Copies a text. False when the browser has no clipboard, as it has none on a page without TLS, or refuses.
pub async fn write(text: &str) -> bool {
    match begin(text) {
        Some(written) => written.await.is_ok(),
        None => false,
    }
}

fn begin(text: &str) -> Option<Promise> {
    let navigator = Reflect::get(&window(), &"navigator".into()).ok()?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
    write.call1(&clipboard, &text.into()).ok()?.dyn_into().ok()
}
