use std::time::Duration;

use http::HeaderMap;
use model::{
    account::{AccountKind, PASSWORD_MOST},
    id::{SessionId, UserId},
};
use store::{Account, Caller, Origin, SignInAttempt, SignedIn, Store};
use uuid::Uuid;

use crate::{Error, Passwords, SessionCookie, Token};

/// How long sessions last, and how their cookie is sent.
#[derive(Clone, Copy, Debug)]
pub struct SessionSettings {
    /// How long a session lives without a request.
    pub idle: Duration,
    /// How long a session lives at most.
    pub lifetime: Duration,
    /// Whether the site is served over TLS.
    pub is_secure: bool,
}

/// A session that has just begun.
#[derive(Debug)]
pub struct NewSession {
    /// What goes into the cookie.
    pub token: Token,
    pub kind: AccountKind,
}

/// Everything that has to do with who signs in.
#[derive(Clone, Debug)]
pub struct Sessions {
    pub(crate) store: Store,
    pub(crate) passwords: Passwords,
    settings: SessionSettings,
}

impl Sessions {
    /// # Errors
    /// [`Error::Hashing`] when the system has no randomness.
    pub fn new(store: Store, settings: SessionSettings) -> Result<Self, Error> {
        Ok(Self { store, passwords: Passwords::new()?, settings })
    }

    /// The cookie that carries a session's token.
    pub fn cookie(&self) -> SessionCookie {
        SessionCookie { is_secure: self.settings.is_secure }
    }

    /// How long a session lives at most.
    pub fn lifetime(&self) -> Duration {
        self.settings.lifetime
    }

    /// Who is signed in with the request's cookie, by one statement; `None` for nobody and for an ended session.
    ///
    /// # Errors
    /// [`Error::Store`] when the database doesn't answer.
    pub async fn find(&self, headers: &HeaderMap) -> Result<Option<SignedIn>, Error> {
        let Some(token) = self.cookie().read(headers) else { return Ok(None) };
        Ok(self.store.find_session(&token.hash(), self.settings.idle).await?)
    }

    /// Signs in. An unknown address takes the same statements and the same work as a wrong password.
    ///
    /// # Arguments
    /// `replaced` is the session that the browser has, which ends: the token is a new one at every sign-in.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`], [`Error::Busy`], and [`Error::Store`] with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        origin: &Origin,
        replaced: Option<SessionId>,
    ) -> Result<NewSession, Error> {
        let attempt = self.store.begin_sign_in(email, origin).await?;
        match self.account_with(&attempt, password).await? {
            Some(account) => self.begin(account.user, account.kind, origin, replaced, Some(&attempt)).await,
            None => {
                self.store.refuse_sign_in(&attempt, origin).await?;
                Err(Error::WrongCredentials)
            }
        }
    }

    /// Ends the session.
    ///
    /// # Errors
    /// [`Error::Store`] when the database doesn't answer: the session then goes on.
    pub async fn sign_out(&self, signed_in: &SignedIn, origin: &Origin) -> Result<(), Error> {
        let caller = Caller { user: signed_in.user.id, session: signed_in.session, address: origin.address };
        Ok(self.store.end_session(&caller).await?)
    }

    /// The account, if the password is its own.
    async fn account_with<'a>(&self, attempt: &'a SignInAttempt, password: &str) -> Result<Option<&'a Account>, Error> {
        // One that is too long is nobody's; hashing the empty one instead costs no more than any other.
        let password = if password.chars().count() > PASSWORD_MOST { "" } else { password };
        let account = attempt.account.as_ref();
        let hash = account.map(|account| account.password_hash.as_str());
        let is_right = self.passwords.matches(password, hash).await?;
        Ok(account.filter(|_| is_right && !password.is_empty()))
    }

    pub(crate) async fn begin(
        &self,
        user: UserId,
        kind: AccountKind,
        origin: &Origin,
        replaced: Option<SessionId>,
        attempt: Option<&SignInAttempt>,
    ) -> Result<NewSession, Error> {
        let token = Token::random();
        let caller = Caller { user, session: SessionId(Uuid::now_v7()), address: origin.address };
        let session = store::NewSession { token_hash: token.hash(), lifetime: self.settings.lifetime, replaced };
        self.store.begin_session(&caller, &session, attempt).await?;
        Ok(NewSession { token, kind })
    }
}
