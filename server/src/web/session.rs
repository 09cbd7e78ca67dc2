//! Who asks: resolved once for each request, for pages, server functions and documents alike.

use std::net::SocketAddr;

use app::{api::ApiError, context::ClientAddress};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use sessions::Sessions;

use super::address::client_address;

/// What the middleware needs.
#[derive(Clone)]
pub struct Resolver {
    pub sessions: Sessions,
    pub has_trusted_proxy: bool,
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
            let mut answer = StatusCode::SERVICE_UNAVAILABLE.into_response();
            // In words of whoever asked: see `unavailable::explain`.
            answer.extensions_mut().insert(ApiError::Unavailable);
            return answer;
        }
    }
    next.run(request).await
}
