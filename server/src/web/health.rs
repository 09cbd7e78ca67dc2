use axum::{extract::State, http::StatusCode};
use store::{Origin, Store};

/// Whether this server can do its work, for balancers: 200, or 503 when the database doesn't answer.
pub async fn health(State(store): State<Store>) -> (StatusCode, &'static str) {
    match store.begin_anonymous(&Origin { address: None }).await {
        Ok(_) => (StatusCode::OK, "healthy"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database doesn't answer"),
    }
}
