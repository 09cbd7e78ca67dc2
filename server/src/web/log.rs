//! One line for each request.

use std::{any::Any, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tracing::{Instrument, Level, event, info_span};
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Paths that a balancer asks for every few seconds.
const QUIET: &str = "/health";

/// Logs method, route template, status and time, under an id that the answer carries, too.
///
/// The template (`/patients/{id}`) and not the path, because a path names a patient's record and a query what was
/// searched for. The id is the server's own: one that a client sends could be anything.
pub async fn log_request(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = Uuid::now_v7();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("-", MatchedPath::as_str);
    let span = info_span!("request", %id, %method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, milliseconds) = (response.status(), began.elapsed().as_millis());
    span.in_scope(|| {
        let (status, milliseconds) = (status.as_u16(), u64::try_from(milliseconds).unwrap_or(u64::MAX));
        if route == QUIET && status < 400 {
            event!(Level::DEBUG, status, milliseconds, "answered");
        } else {
            event!(Level::INFO, status, milliseconds, "answered");
        }
    });
    if let Ok(id) = HeaderValue::try_from(id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// What is answered when a handler panics; its place is logged by the process' panic hook.
pub fn answer_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    let message = "Something went wrong on the server. Nothing was changed; try again.";
    (StatusCode::INTERNAL_SERVER_ERROR, message).into_response()
}
