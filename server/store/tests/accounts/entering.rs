//! Signing in as people do, and statements as the server's roles send them.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use sqlx::PgConnection;
use store::{Caller, Error, SessionSecret, SignInStep, SignedIn};

use crate::scene::{NOWHERE, Scene, computed, kept_password, new_session};

impl Scene {
    /// By the address and the password that are made of the name; the challenge and the session have that number.
    pub async fn enter(&self, name: &str, number: u8) -> Option<SignInStep> {
        self.enter_with(name, &computed(name), number).await
    }

    /// The same with what was made of another password.
    pub async fn enter_with(&self, name: &str, computed: &[u8; 32], number: u8) -> Option<SignInStep> {
        let attempt = self.gate.begin_sign_in(&format!("{}@example.org", name.to_lowercase()), &NOWHERE).await.unwrap();
        self.gate.sign_in(&attempt, computed, &[number; 32], &new_session(number), &NOWHERE).await.unwrap()
    }

    /// Whose session has the secret that is made of the number, if it lives.
    pub async fn find(&self, number: u8) -> Option<SignedIn> {
        self.store.find_session(SessionSecret([number; 32])).await.unwrap()
    }

    /// In somebody's session, who enters the one password and wants the other.
    pub async fn change_password(&self, caller: &Caller, present: &str, new: &str) -> Result<bool, Error> {
        let attempt = self.gate.begin_confirmation(caller).await?;
        self.gate.change_own_password(caller, attempt, &computed(present), &kept_password(new)).await
    }

    /// Both, of which the second begins as soon as the first waits for a lock; the first may not end before.
    pub async fn while_waiting<A, B>(
        &self,
        waiting: impl Future<Output = A>,
        meanwhile: impl Future<Output = B>,
    ) -> (A, B) {
        let has_waited = Cell::new(false);
        let waiting = async {
            let done = waiting.await;
            assert!(has_waited.get(), "it didn't wait");
            done
        };
        let meanwhile = async {
            self.until_waiting(1).await;
            has_waited.set(true);
            meanwhile.await
        };
        tokio::join!(waiting, meanwhile)
    }

    /// Until so many of the server's statements wait for a lock.
    pub async fn until_waiting(&self, count: i64) {
        let since = Instant::now();
        while self.waiting().await < count {
            assert!(since.elapsed() < Duration::from_secs(30), "nobody waits");
            tokio::task::yield_now().await;
        }
    }

    /// How many of the server's statements wait for a lock.
    pub async fn waiting(&self) -> i64 {
        let waiting = "select count(*) from pg_stat_activity where datname = current_database()
                          and usename in ('carechart_app', 'carechart_gate') and wait_event_type = 'Lock'";
        sqlx::query_scalar(waiting).fetch_one(&self.superuser).await.unwrap()
    }
}

/// Says whose session it is, as the server does.
pub async fn identify(connection: &mut PgConnection, secret: Option<SessionSecret>) {
    let say = "select set_config('app.session', coalesce(encode($1, 'hex'), ''), true)";
    let say = sqlx::query(say).bind(secret.map(|secret| secret.0));
    say.execute(connection).await.unwrap();
}
