use model::id::UserId;
use store::Transaction;

use crate::scene::Scene;

impl Scene {
    /// As somebody who has just proved who they are, without the events of a sign-in.
    pub async fn begin_confirmed(&self, user: UserId) -> Transaction {
        let caller = self.caller(user).await;
        let confirm = sqlx::query("update sessions set confirmed_at = now() where id = $1").bind(caller.session.0);
        confirm.execute(&self.superuser).await.unwrap();
        self.store.begin_as(&caller).await.unwrap()
    }
}
