//! The headers that tell a browser what a page may do.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use leptos::nonce::Nonce;

/// What every answer says, unless it says otherwise itself.
///
/// After OWASP's cheat sheet on HTTP headers. An answer that isn't a page gets the policy that permits nothing.
const ALWAYS: [(HeaderName, &str); 9] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
];

/// Two years, which is what browsers ask for.
const STAY_WITH_TLS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// The headers for every answer; over TLS browsers are told to stay with it.
pub fn defaults(is_secure: bool) -> Arc<HeaderMap> {
    let mut headers: HeaderMap =
        ALWAYS.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
    if is_secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STAY_WITH_TLS);
    }
    Arc::new(headers)
}

/// Adds each header that the answer doesn't have yet.
pub async fn add_defaults(State(defaults): State<Arc<HeaderMap>>, mut response: Response) -> Response {
    for (name, value) in defaults.iter() {
        response.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    response
}

/// A page's own policy.
///
/// Scripts come from this site or carry the answer's nonce; compiling WASM is allowed, `eval` isn't. thaw writes its
/// styles inline and without a nonce, so inline styles are allowed: they can't send anything, as every address but
/// this site is refused. `is_watched` lets the page talk to the development server that reloads it.
pub fn page_policy(nonce: &Nonce, is_watched: bool) -> Option<HeaderValue> {
    let connect = if is_watched { "'self' ws:" } else { "'self'" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; font-src 'self'; connect-src {connect}; manifest-src 'self'; worker-src 'self'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).ok()
}
