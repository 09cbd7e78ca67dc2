use axum::{extract::State, http::StatusCode};
use sessions::Sessions;

use crate::jobs::SealsStandStill;

/// What is asked how it is.
#[derive(Clone)]
pub struct Health {
    pub sessions: Sessions,
    pub seals_stand_still: SealsStandStill,
}

/// Whether this server can do its work, for balancers: 200, or 503 when the database doesn't answer. A server that serves and
/// doesn't seal the audit says so, and is asked on: nobody's chart closes for it.
pub async fn health(State(health): State<Health>) -> (StatusCode, &'static str) {
    match health.sessions.ask_whether_the_database_answers().await {
        Ok(()) if health.seals_stand_still.get() => (StatusCode::OK, "healthy, but the audit isn't sealed any more"),
        Ok(()) => (StatusCode::OK, "healthy"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database doesn't answer"),
    }
}
