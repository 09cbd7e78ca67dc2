//! What is answered while something doesn't answer.

use app::api::ApiError;
use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{documents::Refusal, pages::Pages};

/// When it is worth trying again, in seconds.
const RETRY_AFTER: u64 = 5;

/// Who asked, and reads the answer.
enum Asked {
    /// Somebody who follows a link.
    Page(Uri),
    /// Somebody who sends a plain form.
    Form(Uri),
    /// A page's script, which calls a server function.
    Function,
    /// A page's script, which sends a file.
    Upload,
    Other,
}

/// Says when to try again, and puts words into what was answered without any, by a layer: that the session can't be
/// looked up, or that it took too long. What was to be done then may be done or not.
pub async fn explain(State(pages): State<Pages>, request: Request, next: Next) -> Response {
    let asked = Asked::by(&request);
    let mut response = next.run(request).await;
    if response.status() != StatusCode::SERVICE_UNAVAILABLE {
        return response;
    }
    if !response.headers().contains_key(header::CONTENT_TYPE) {
        let error = response.extensions_mut().remove().unwrap_or(ApiError::Unconfirmed);
        response = asked.answer(&pages, error).await;
    }
    response.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from(RETRY_AFTER));
    response
}

impl Asked {
    fn by(request: &Request) -> Self {
        let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        let is_person = accepts.is_some_and(|accept| accept.contains("text/html"));
        let (method, uri) = (request.method(), request.uri());
        match uri.path() {
            "/documents" if *method == Method::POST => Self::Upload,
            _ if is_person && *method == Method::GET => Self::Page(uri.clone()),
            _ if is_person => Self::Form(uri.clone()),
            path if path.starts_with("/api/") => Self::Function,
            _ => Self::Other,
        }
    }

    async fn answer(self, pages: &Pages, error: ApiError) -> Response {
        let status = error.status();
        let mut request = Request::new(Body::empty());
        match self {
            Self::Page(uri) => {
                *request.uri_mut() = uri;
                // Reading changes nothing, whether it was finished or not.
                pages.failure(request, ApiError::Unavailable).await
            }
            Self::Form(uri) => {
                *request.uri_mut() = uri;
                *request.method_mut() = Method::POST;
                pages.failure(request, error).await
            }
            Self::Function => (status, Json(error)).into_response(),
            Self::Upload => Refusal::Api(error).into_response(),
            Self::Other => (status, error.message()).into_response(),
        }
    }
}
