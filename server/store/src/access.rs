//! Who looked at a record, and what the administrator may know of it.

mod history;
mod reported_sessions;
mod reports;
mod security;

use model::access::{AccessRight, ActorRole};
use sqlx::types::Json;

/// What every list of events reads; the names of rights and roles as JSON texts, which the model reads.
#[derive(sqlx::FromRow)]
struct ActorColumns {
    name: String,
    actor_role: Json<ActorRole>,
    access_right: Json<AccessRight>,
}

impl ActorColumns {
    fn who(&self) -> String {
        model::access::actor_name(&self.name, self.actor_role.0, self.access_right.0)
    }
}
