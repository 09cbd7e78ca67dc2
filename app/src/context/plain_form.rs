//! Forms that a browser sends by itself, because the WASM hasn't loaded or never will.

use http::{HeaderValue, header, request::Parts};
use leptos::{
    prelude::{use_context, with_context},
    server_fn::{ServerFn, error::ServerFnUrlError},
};
use leptos_axum::ResponseOptions;

use crate::api::ApiError;

/// Sends the browser back to the form's page, with the refusal in the query, where the page's `ServerAction` finds it.
///
/// Leptos does this by the `Referer`, which our `Referrer-Policy` withholds. A call by script gets the refusal itself.
///
/// # Arguments
/// `page`: the path of the page, with what it needs in the query.
pub(super) fn return_refusal<F: ServerFn<Error = ApiError>>(page: &str, refusal: &ApiError) {
    // Only an absolute address can be parsed; of this one, path and query are kept.
    let address = ServerFnUrlError::new(F::PATH, refusal.clone()).to_url(&format!("http://localhost{page}"));
    if let Ok(address) = address {
        send_to(&address[url::Position::BeforePath..]);
    }
}

/// Sends a browser that has sent a plain form on to another page of this site.
pub(super) fn send_to(location: &str) {
    if let (true, Some(options), Ok(location)) = (is_plain(), use_context(), HeaderValue::try_from(location)) {
        let options: ResponseOptions = options;
        options.insert_header(header::LOCATION, location);
    }
}

/// A browser that navigates asks for HTML; a call by script doesn't.
fn is_plain() -> bool {
    let accept =
        |parts: &Parts| parts.headers.get(header::ACCEPT).and_then(|value| Some(value.to_str().ok()?.to_owned()));
    with_context(accept).flatten().is_some_and(|accept| accept.contains("text/html"))
}
