//! Which answers are compressed.

use axum::{
    extract::Request,
    http::{Extensions, HeaderMap, HeaderName, StatusCode, Version, header},
    middleware::Next,
    response::Response,
};
use tower_http::{CompressionLevel, compression::CompressionLayer};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A smaller answer isn't worth the work, in bytes.
const LEAST: u64 = 1_024;

type IsWorthIt = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

/// Brotli at its fastest, which makes a page about a fifth: a higher level costs more time than the bytes do.
pub fn layer() -> CompressionLayer<IsWorthIt> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(is_worth_it as IsWorthIt)
}

/// Text that isn't compressed yet; a static file was compressed at build.
fn is_worth_it(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_text = ["text/html", "application/json"].iter().any(|kind| text(header::CONTENT_TYPE).starts_with(kind));
    let is_small = text(header::CONTENT_LENGTH).parse::<u64>().is_ok_and(|length| length < LEAST);
    is_text && !is_small
}

/// Compresses only what this site's own pages, or the person at the address bar, ask for.
///
/// A page holds patients' names beside what was searched for, and their common length would give the names away to
/// somebody who watches the wire while making the browser search (the BREACH attack). Such requests come from another
/// site, and browsers say so.
pub async fn only_for_own_pages(mut request: Request, next: Next) -> Response {
    let is_own = request.headers().get(FETCH_SITE).is_some_and(|site| site == "same-origin" || site == "none");
    if !is_own {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}
