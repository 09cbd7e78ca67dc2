//! Who asks: resolved once for each request, for pages, server functions and documents alike.

use std::net::{IpAddr, SocketAddr};

use app::{
    api::ApiError,
    context::{ClientAddress, FirstTransaction},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sessions::Sessions;
use store::OpenSession;

use super::address::client_address;

/// What the middleware needs.
#[derive(Clone)]
pub struct Resolver {
    pub sessions: Sessions,
    pub has_trusted_proxy: bool,
}

/// Puts the client's address and, with a session that lives, [`store::SignedIn`] and its first transaction into the request's
/// extensions.
pub async fn resolve(
    State(resolver): State<Resolver>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = client_address(peer, request.headers(), resolver.has_trusted_proxy);
    request.extensions_mut().insert(ClientAddress(address));
    let mut first = FirstTransaction::new(None);
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    match find(&resolver.sessions, request.headers(), is_read, address).await {
        Ok(Some(OpenSession { signed_in, transaction })) => {
            first = FirstTransaction::new(transaction);
            request.extensions_mut().insert(first.clone());
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
    let response = next.run(request).await;
    // What nobody took, at once: a page's context lasts until its reader has read it.
    drop(first.take());
    response
}

/// Who asks. No transaction waits for a body that is still to come, which may take its time.
async fn find(
    sessions: &Sessions,
    headers: &HeaderMap,
    is_read: bool,
    address: IpAddr,
) -> Result<Option<OpenSession>, sessions::Error> {
    if is_read {
        return sessions.open(headers, Some(address)).await;
    }
    let found = sessions.find(headers).await?;
    Ok(found.map(|signed_in| OpenSession { signed_in, transaction: None }))
}
