//! What browsers have for passkeys (Web Authentication, level 3). They read and write its JSON themselves.

use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
};
use model::form::FieldError;
use web_sys::js_sys::{Function, JSON, Object, Promise, Reflect};

use crate::api::ApiError;

/// Whether this browser has passkeys for this site: false on the server and until hydration.
pub fn use_passkeys() -> Signal<bool> {
    let has_passkeys = RwSignal::new(false);
    Effect::new(move || has_passkeys.set(is_supported()));
    has_passkeys.into()
}

/// A passkey answers to a domain, which an address of numbers isn't.
fn is_supported() -> bool {
    let host = window().location().hostname().unwrap_or_default();
    let is_domain = !host.contains(':') && host.bytes().any(|byte| byte.is_ascii_alphabetic());
    let kind = property(&window(), "PublicKeyCredential");
    is_domain
        && kind.and_then(|kind| property(&kind, "parseRequestOptionsFromJSON")).is_ok_and(|parse| parse.is_function())
}

/// Makes a new passkey.
///
/// # Errors
/// [`ApiError::Invalid`] with what happened in words, such as that nobody gave one.
pub async fn create(options: &str) -> Result<String, ApiError> {
    answer(ask("create", "parseCreationOptionsFromJSON", options)).await
}

/// Asks for a passkey that was made before.
///
/// # Errors
/// As [`create`].
pub async fn get(options: &str) -> Result<String, ApiError> {
    answer(ask("get", "parseRequestOptionsFromJSON", options)).await
}

fn ask(method: &str, parser: &str, options: &str) -> Result<Promise, JsValue> {
    let window = window();
    let kind = property(&window, "PublicKeyCredential")?;
    let parse: Function = property(&kind, parser)?.dyn_into()?;
    let options = parse.call1(&kind, &JSON::parse(options)?)?;
    let request = Object::new();
    Reflect::set(&request, &"publicKey".into(), &options)?;
    let credentials = property(&property(&window, "navigator")?, "credentials")?;
    let ask: Function = property(&credentials, method)?.dyn_into()?;
    ask.call1(&credentials, &request)?.dyn_into()
}

async fn answer(asked: Result<Promise, JsValue>) -> Result<String, ApiError> {
    let answered = match asked {
        Ok(asked) => asked.await,
        Err(error) => Err(error),
    };
    // It has a `toJSON()`, which this calls.
    let text = answered.and_then(|credential| JSON::stringify(&credential));
    text.map(String::from).map_err(|error| in_words(&error))
}

fn in_words(error: &JsValue) -> ApiError {
    let name = property(error, "name").ok().and_then(|name| name.as_string()).unwrap_or_default();
    let message = match name.as_str() {
        // Browsers don't say which: nobody shall learn whether there is a passkey.
        "NotAllowedError" | "AbortError" => "No passkey was given. Try it again, or use your password.",
        "InvalidStateError" => "This device has a passkey for your account already.",
        _ => "This browser can't use a passkey here. Use your password.",
    };
    ApiError::Invalid(vec![FieldError { field: "passkey".into(), message: message.into() }])
}

fn property(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}
