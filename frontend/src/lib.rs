//! What the browser starts: hydration of the page that the server sent.

use wasm_bindgen::prelude::wasm_bindgen;

/// Makes the server's page interactive; lazy routes fetch their own part of the WASM.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
