//! Says whose clock the times are on.

use leptos::{prelude::*, wasm_bindgen::JsValue};
use web_sys::js_sys::{Intl::DateTimeFormat, Reflect};

/// Names the clinic's time zone to a reader who is in another one. Only the browser knows, so it appears at hydration.
#[component]
pub fn TimeZoneNote(#[prop(into)] zone: String) -> impl IntoView {
    let is_elsewhere = RwSignal::new(false);
    let clinic = zone.clone();
    Effect::new(move || {
        let options = DateTimeFormat::default().resolved_options();
        let here = Reflect::get(&options, &JsValue::from_str("timeZone")).ok().and_then(|zone| zone.as_string());
        is_elsewhere.set(here.is_some_and(|here| here != clinic));
    });
    move || {
        let zone = zone.replace('_', " ");
        is_elsewhere.get().then(|| view! { <p class="muted">{format!("Times are the clinic's: {zone}.")}</p> })
    }
}
