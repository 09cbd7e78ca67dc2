//! Who asks: resolved once for each request, for pages, server functions and documents alike.

use std::net::SocketAddr;

use app::{api::ApiError, context::ClientAddress};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sessions::Sessions;

use super::{address::client_address, pages::Pages};

/// What the middleware needs.
#[derive(Clone)]
pub struct Resolver {
    pub sessions: Sessions,
    pub has_trusted_proxy: bool,
    pub pages: Pages,
}

/// Puts the client's address and, with a session that hasn't ended, [`store::SignedIn`] into the request's extensions.
pub async fn resolve(
    State(resolver): State<Resolver>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = client_address(peer, request.headers(), resolver.has_trusted_proxy);
    request.extensions_mut().insert(ClientAddress(address));
    match resolver.sessions.find(request.headers()).await {
        Ok(Some(signed_in)) => {
            request.extensions_mut().insert(signed_in);
        }
        Ok(None) => {}
        Err(error) => {
            tracing::error!(%error, "the session can't be looked up");
            if is_for_a_person(&request) {
                return resolver.pages.failure(request, ApiError::Unavailable).await;
            }
            let message = "The clinic's records can't be reached just now. Try again in a moment.";
            return (StatusCode::SERVICE_UNAVAILABLE, message).into_response();
        }
    }
    next.run(request).await
}

/// Whether somebody follows a link, and will see the answer as a page.
fn is_for_a_person(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    *request.method() == Method::GET && accepts.is_some_and(|accept| accept.contains("text/html"))
}
