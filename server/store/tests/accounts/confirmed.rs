use model::id::{SessionId, UserId};
use store::{Caller, Transaction};
use uuid::Uuid;

use crate::scene::Scene;

impl Scene {
    /// As somebody who has just proved who they are, without the events of a sign-in.
    pub async fn begin_confirmed(&self, user: UserId) -> Transaction {
        let session = SessionId(Uuid::now_v7());
        let begin = "insert into sessions (id, user_id, token_hash, expires_at)
                     values ($1, $2, sha256(uuid_send($1)), now() + interval '1 hour')";
        sqlx::query(begin).bind(session.0).bind(user.0).execute(&self.superuser).await.unwrap();
        self.store.begin_as(&Caller { user, session, address: None }).await.unwrap()
    }
}
