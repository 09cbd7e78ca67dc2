//! Requests that another site causes.

use anyhow::Context;
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use url::Url;

type Refusal = fn(ProtectionError) -> Response<Body>;

/// Refuses every request but reading ones that a browser says another site has caused, by `Sec-Fetch-Site`, or by
/// `Origin` in old browsers. Needs no token in forms, and backs up the cookie's `SameSite`.
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

fn refuse(_: ProtectionError) -> Response<Body> {
    let mut response = Response::new(Body::from("This request came from another site, so nothing was done."));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
