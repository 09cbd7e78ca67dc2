//! Status, redirects and cookies of the answer under way.

use http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::{use_context, with_context};
use leptos_axum::ResponseOptions;
use leptos_router::location::RequestUrl;

use crate::components::url::with_query;

/// The page's answer, while one is rendered; `None` in a server function that was called by itself.
fn page() -> Option<ResponseOptions> {
    use_context::<RequestUrl>().and_then(|_| use_context())
}

/// Sets the status of the page that is rendered.
pub(super) fn set_page_status(status: StatusCode) {
    if let Some(page) = page() {
        page.set_status(status);
    }
}

/// Lets the page that is rendered redirect to the sign-in page, which leads back here.
pub(super) fn redirect_page_to_sign_in() {
    let here = with_context::<Parts, _>(|parts| parts.uri.path_and_query().map(ToString::to_string)).flatten();
    let location = with_query("/sign-in", &[("next", &here.unwrap_or_default())]);
    if let (Some(page), Ok(location)) = (page(), HeaderValue::try_from(location)) {
        page.insert_header(header::LOCATION, location);
        page.set_status(StatusCode::FOUND);
    }
}

/// Adds a `Set-Cookie`.
pub(super) fn set_cookie(cookie: HeaderValue) {
    if let Some(options) = use_context::<ResponseOptions>() {
        options.append_header(header::SET_COOKIE, cookie);
    }
}
