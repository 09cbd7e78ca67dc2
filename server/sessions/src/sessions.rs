use std::{net::IpAddr, time::Duration};

use http::HeaderMap;
use model::account::{AccountKind, PASSWORD_MOST};
use store::{Gate, OpenSession, Origin, SessionSecret, SignInStep, SignedIn, Store};

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
    pub replaced: Option<SessionSecret>,
    /// What it is, by [`device`](crate::device).
    pub device: String,
}

/// Everything that has to do with who signs in.
#[derive(Clone, Debug)]
pub struct Sessions {
    pub(crate) store: Store,
    pub(crate) gate: Gate,
    pub(crate) passwords: Passwords,
    pub(crate) key: AccountKey,
    settings: SessionSettings,
}

impl Sessions {
    /// # Errors
    /// [`Error::Hashing`] when the system has no randomness.
    pub fn new(store: Store, gate: Gate, settings: SessionSettings, key: AccountKey) -> Result<Self, Error> {
        Ok(Self { store, gate, passwords: Passwords::new()?, key, settings })
    }

    /// Whether the database answers those who are signed in, and those who sign in.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn ask_whether_the_database_answers(&self) -> Result<(), Error> {
        self.store.ask_whether_it_answers().await?;
        Ok(self.gate.ask_whether_it_answers().await?)
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
        Ok(self.store.find_session(token.secret()).await?)
    }

    /// The same, and the request's first transaction.
    ///
    /// # Errors
    /// [`Error::Store`] when the database doesn't answer.
    pub async fn open(&self, headers: &HeaderMap, address: Option<IpAddr>) -> Result<Option<OpenSession>, Error> {
        let Some(token) = self.cookie().read(headers) else { return Ok(None) };
        Ok(self.store.open_session(token.secret(), address).await?)
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
        let attempt = self.gate.begin_sign_in(email, origin).await?;
        let computed = self.compute(password, attempt.parameters.as_deref()).await?;
        let challenge = Token::random();
        let (token, session) = self.new_session(browser);
        let step = self.gate.sign_in(&attempt, &computed, &challenge.hash(), &session, origin).await?;
        Ok(SignIn::after(step.ok_or(Error::WrongCredentials)?, token, challenge))
    }

    /// Ends the session.
    ///
    /// # Errors
    /// [`Error::Store`] when the database doesn't answer: the session then goes on.
    pub async fn sign_out(&self, signed_in: &SignedIn, origin: &Origin) -> Result<(), Error> {
        Ok(self.store.end_session(&signed_in.caller(origin.address)).await?)
    }

    /// What the database compares with what it keeps of a password.
    pub(crate) async fn compute(&self, password: &str, parameters: Option<&str>) -> Result<[u8; 32], Error> {
        // One that is too long is nobody's; hashing the empty one instead costs no more than any other.
        let password = if password.chars().count() > PASSWORD_MOST { "" } else { password };
        Ok(self.passwords.compute(password, parameters).await?)
    }

    /// A session that is to begin, and what goes into its cookie.
    pub(crate) fn new_session(&self, browser: &Browser) -> (Token, store::NewSession) {
        let token = Token::random();
        let session = store::NewSession {
            secret: token.secret(),
            idle: self.settings.idle,
            lifetime: self.settings.lifetime,
            replaced: browser.replaced,
            device: browser.device.clone(),
        };
        (token, session)
    }
}

impl SignIn {
    /// # Arguments
    /// `token`: the session's. `challenge`: what a second step is taken with.
    pub(crate) fn after(step: SignInStep, token: Token, challenge: Token) -> Self {
        match step {
            SignInStep::Begun(kind) => Self::Done(NewSession { token, kind }),
            SignInStep::SecondStep => Self::SecondStep(challenge),
        }
    }
}
