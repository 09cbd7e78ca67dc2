use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};
use sessions::{AccountKey, Browser, Error, NewSession, SessionSettings, Sessions, SignIn, Token};
use sqlx::PgPool;
use store::{Origin, Owner, SignedIn, Store};

use crate::harness::Database;

pub const NOWHERE: Origin = Origin { address: None };
pub const EMAIL: &str = "admin@example.org";
pub const PASSWORD: &str = "correct horse battery";

pub struct Scene {
    pub superuser: PgPool,
    pub store: Store,
    pub sessions: Sessions,
}

impl Scene {
    /// With an administrator, as the one account that needs nobody else.
    pub async fn new() -> Self {
        let database = Database::new().await;
        let (superuser, store) = (database.superuser_pool().await, database.store().await);
        let settings = SessionSettings {
            idle: Duration::from_secs(1_800),
            lifetime: Duration::from_secs(43_200),
            is_secure: false,
        };
        let sessions =
            Sessions::new(store.clone(), database.gate().await, settings, AccountKey::generate().parse().unwrap())
                .unwrap();
        let hash = sessions::Passwords::new().unwrap().hash(PASSWORD).await.unwrap();
        let owner = Owner::connect(database.owner).await.unwrap();
        owner.create_administrator(EMAIL, &hash).await.unwrap();
        Self { superuser, store, sessions }
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Result<NewSession, Error> {
        self.sessions.sign_in(email, password, &NOWHERE, &Browser::default()).await.map(done)
    }

    /// Who a browser with this token's cookie is.
    pub async fn find(&self, token: &Token) -> Option<SignedIn> {
        self.sessions.find(&cookies(&format!("session={}", token.encode()))).await.unwrap()
    }
}

/// The session of somebody without a second factor.
pub fn done(sign_in: SignIn) -> NewSession {
    match sign_in {
        SignIn::Done(session) => session,
        SignIn::SecondStep(_) => panic!("a code is needed"),
    }
}

pub fn cookies(text: &str) -> HeaderMap {
    HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(text).unwrap())])
}
