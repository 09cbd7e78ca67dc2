//! The clinic's clock, in the browser.

use std::cell::Cell;

use chrono::{DateTime, Utc};
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Date, Function, Object, Reflect};

thread_local! {
    /// How much later it is than the browser's clock shows, in milliseconds.
    static LATER: Cell<f64> = const { Cell::new(0.0) };
}

/// Sets the clock by the server's, which has just said what it shows: the browser's may be wrong by a minute or by
/// years, but it knows how long ago that was.
pub fn set_clock(now: DateTime<Utc>) {
    LATER.set(now.timestamp_millis() as f64 - Date::now());
}

/// The date and time at the clinic now, as a `datetime-local` input takes it: `2026-03-12T14:05`. Only in a browser,
/// which has the time zones; `None` when it doesn't know this one.
pub fn clinic_now(time_zone: &str) -> Option<String> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &time_zone.into()).ok()?;
    // By hand, because an unknown zone throws. Swedish dates are written as ISO 8601 has them: `2026-03-12 14:05:33`.
    let now = Date::new(&(Date::now() + LATER.get()).into());
    let to_locale_string: Function = Reflect::get(&now, &"toLocaleString".into()).ok()?.dyn_into().ok()?;
    let text = to_locale_string.call2(&now, &JsValue::from_str("sv-SE"), &options).ok()?.as_string()?;
    Some(text.get(..16)?.replacen(' ', "T", 1))
}
