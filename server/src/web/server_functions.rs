//! What a refused server function answers.

use app::api::ApiError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use leptos::{prelude::FromServerFnError, server_fn::error::SERVER_FN_ERROR_HEADER};

/// The longest refusal, in bytes: a message for each field of a form.
const REFUSAL_MOST: usize = 256 * 1024;

/// Gives a refusal its status: Leptos answers each with 500. The refusal of a plain form is a redirect and stays one.
pub async fn set_status(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_refusal = response.headers().contains_key(HeaderName::from_static(SERVER_FN_ERROR_HEADER));
    if !is_refusal || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, REFUSAL_MOST).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let refusal = ApiError::de(bytes.clone());
    parts.status = refusal.status();
    if let ApiError::TooManyAttempts { retry_after_seconds } = refusal {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds));
    }
    Response::from_parts(parts, Body::from(bytes))
}
