use std::time::Duration;

use http::HeaderMap;
use model::{
    account::{AccountKind, PASSWORD_MOST},
    id::{SessionId, UserId},
};
use store::{Caller, Origin, SignInAttempt, SignedIn, Store};
use uuid::Uuid;

use crate::{AccountKey, Error, Passwords, SessionCookie, Token, cookie::Purpose};

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

/// What became of a sign-in.
#[derive(Debug)]
pub enum SignIn {
    Done(NewSession),
    /// The password was right, and a code is needed, too: by [`Sessions::take_second_step`], with this token.
    SecondStep(Token),
}

/// The browser that somebody signs in with.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The session that it has, which ends: the token is a new one at every sign-in.
    pub replaced: Option<SessionId>,
    /// What it is, by [`device`](crate::device).
    pub device: String,
}

/// Whose password was right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub user: UserId,
    pub kind: AccountKind,
}

/// Everything that has to do with who signs in.
#[derive(Clone, Debug)]
pub struct Sessions {
    pub(crate) store: Store,
    pub(crate) passwords: Passwords,
    pub(crate) key: AccountKey,
    settings: SessionSettings,
}

impl Sessions {
    /// # Errors
    /// [`Error::Hashing`] when the system has no randomness.
    pub fn new(store: Store, settings: SessionSettings, key: AccountKey) -> Result<Self, Error> {
        Ok(Self { store, passwords: Passwords::new()?, key, settings })
    }

    /// The cookie that carries a session's token.
    pub fn cookie(&self) -> SessionCookie {
        SessionCookie { is_secure: self.settings.is_secure, purpose: Purpose::Session }
    }

    /// The cookie of a sign-in that waits for its second step.
    pub fn second_step_cookie(&self) -> SessionCookie {
        SessionCookie { is_secure: self.settings.is_secure, purpose: Purpose::SecondStep }
    }

    /// How long a sign-in waits for its second step: as the database has it.
    pub fn second_step_lifetime(&self) -> Duration {
        Duration::from_secs(600)
    }

    /// How long a session lives without a request.
    pub(crate) fn idle(&self) -> Duration {
        self.settings.idle
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
    /// # Errors
    /// [`Error::WrongCredentials`], [`Error::Busy`], and [`Error::Store`] with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        origin: &Origin,
        browser: &Browser,
    ) -> Result<SignIn, Error> {
        let attempt = self.store.begin_sign_in(email, origin).await?;
        match self.account_with(&attempt, password).await? {
            Some(account) => self.go_on(account, origin, browser, Some(&attempt)).await,
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
    async fn account_with(&self, attempt: &SignInAttempt, password: &str) -> Result<Option<Account>, Error> {
        let account = attempt.account.as_ref();
        let is_right = self.matches(password, account.map(|account| account.password_hash.as_str())).await?;
        Ok(account.filter(|_| is_right).map(|account| Account { user: account.user, kind: account.kind }))
    }

    /// Whether a typed password is the hash's.
    pub(crate) async fn matches(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        // One that is too long is nobody's; hashing the empty one instead costs no more than any other.
        let password = if password.chars().count() > PASSWORD_MOST { "" } else { password };
        Ok(self.passwords.matches(password, hash).await? && !password.is_empty())
    }

    pub(crate) async fn begin(
        &self,
        account: Account,
        origin: &Origin,
        browser: &Browser,
        attempt: Option<&SignInAttempt>,
    ) -> Result<NewSession, Error> {
        let token = Token::random();
        let caller = Caller { user: account.user, session: SessionId(Uuid::now_v7()), address: origin.address };
        self.store.begin_session(&caller, &self.new_session(&token, browser), attempt).await?;
        Ok(NewSession { token, kind: account.kind })
    }

    pub(crate) fn new_session(&self, token: &Token, browser: &Browser) -> store::NewSession {
        store::NewSession {
            token_hash: token.hash(),
            lifetime: self.settings.lifetime,
            replaced: browser.replaced,
            device: browser.device.clone(),
        }
    }
}
