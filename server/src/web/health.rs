use axum::{extract::State, http::StatusCode};
use sessions::Sessions;

/// Whether this server can do its work, for balancers: 200, or 503 when the database doesn't answer.
pub async fn health(State(sessions): State<Sessions>) -> (StatusCode, &'static str) {
    match sessions.ask_whether_the_database_answers().await {
        Ok(()) => (StatusCode::OK, "healthy"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database doesn't answer"),
    }
}
