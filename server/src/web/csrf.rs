//! Requests that another site causes.

use anyhow::Context;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Response, StatusCode, header},
    middleware::Next,
};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use url::Url;

use super::pages::Pages;

type Refusal = fn(ProtectionError) -> Response<Body>;

/// Refuses every request but reading ones that a browser says another site has caused, by `Sec-Fetch-Site`, or by
/// `Origin` in old browsers. Needs no token in forms, and backs up the cookie's `SameSite`.
///
/// `Origin: null` isn't this site: another one can send it, too. As pages say `no-referrer`, it is what a plain form of
/// their own sends, so that a browser without `Sec-Fetch-Site` (an old one, or any on http) can send none; see
/// [`explain`].
///
/// `public_url` is trusted for proxies that change the `Host`.
///
/// # Errors
/// An address that is no origin.
pub fn layer(public_url: Option<&Url>) -> anyhow::Result<CsrfLayer<Refusal>> {
    let layer = CsrfLayer::new();
    let layer = match public_url {
        Some(url) => layer.add_trusted_origin(url.origin().ascii_serialization()).context("PUBLIC_URL")?,
        None => layer,
    };
    Ok(layer.with_rejection_response(refuse as Refusal))
}

/// Turns the refusal of a plain form into a page that says what to do.
pub async fn explain(State(pages): State<Pages>, request: Request, next: Next) -> Response<Body> {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    let is_form = accept.is_some_and(|accept| accept.contains("text/html"));
    let response = next.run(request).await;
    let is_refused = response.extensions().get::<ProtectionError>().is_some();
    if is_form && is_refused { pages.cross_site().await } else { response }
}

fn refuse(_: ProtectionError) -> Response<Body> {
    let mut response = Response::new(Body::from("This request came from another site, so nothing was done."));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
