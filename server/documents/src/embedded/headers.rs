//! The headers that keep a browser from doing anything with a document but saving it.

use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use s3s::{Body, HttpError};

const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CACHE_CONTROL, "private, no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), "none"),
];

/// The S3 service's answer with them.
pub fn add(answer: Result<Response<Body>, HttpError>) -> Response<Body> {
    let mut response = answer.unwrap_or_else(|_| {
        tracing::error!("the embedded S3 can't answer a request");
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    });
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
