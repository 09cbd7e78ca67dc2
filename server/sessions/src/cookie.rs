use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};

use crate::token::Token;

/// The session's cookie, and that of a sign-in under way.
///
/// Over TLS its name has the prefix `__Host-`, with which a browser accepts it only with `Secure`, from this very
/// host and for the whole site (RFC 6265bis, 4.1.3.2), so that no neighbouring site can plant one.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    /// Whether the site is served over TLS.
    pub is_secure: bool,
    pub purpose: Purpose,
}

/// What a cookie's token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A session.
    Session,
    /// The second step of a sign-in, whose password was right.
    SecondStep,
}

impl SessionCookie {
    fn name(self) -> &'static str {
        match (self.purpose, self.is_secure) {
            (Purpose::Session, true) => "__Host-session",
            (Purpose::Session, false) => "session",
            (Purpose::SecondStep, true) => "__Host-sign-in",
            (Purpose::SecondStep, false) => "sign-in",
        }
    }

    /// The token that the request carries, if it carries a well-formed one.
    pub fn read(self, headers: &HeaderMap) -> Option<Token> {
        let pairs = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let mut pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find_map(|(name, value)| if name == self.name() { Token::decode(value) } else { None })
    }

    /// The `Set-Cookie` that keeps the token until the session's absolute end.
    pub fn keep(self, token: &Token, lifetime: Duration) -> HeaderValue {
        self.header(&token.encode(), lifetime.as_secs())
    }

    /// The `Set-Cookie` that takes the token away.
    pub fn remove(self) -> HeaderValue {
        self.header("", 0)
    }

    /// `SameSite=Lax` keeps the session when somebody follows a link to the site from elsewhere, and out of every
    /// other request that another site causes.
    fn header(self, value: &str, seconds: u64) -> HeaderValue {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", self.name());
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: SessionCookie = SessionCookie { is_secure: false, purpose: Purpose::Session };
    const SECURE: SessionCookie = SessionCookie { is_secure: true, purpose: Purpose::Session };

    fn headers(cookies: &[&str]) -> HeaderMap {
        cookies.iter().map(|text| (header::COOKIE, HeaderValue::from_str(text).unwrap())).collect()
    }

    #[test]
    fn a_cookie_is_read_among_others() {
        let token = Token::random();
        let text = format!("theme=dark; session={}; x=y", token.encode());
        assert_eq!(PLAIN.read(&headers(&["a=b", &text])), Some(token));
        assert_eq!(PLAIN.read(&headers(&["session=", "xsession=a"])), None);
        assert_eq!(PLAIN.read(&HeaderMap::new()), None);
    }

    #[test]
    fn over_tls_only_the_prefixed_cookie_counts() {
        let token = Token::random();
        assert_eq!(SECURE.read(&headers(&[&format!("session={}", token.encode())])), None);
        assert_eq!(SECURE.read(&headers(&[&format!("__Host-session={}", token.encode())])), Some(token));
    }

    #[test]
    fn attributes_keep_the_cookie_from_scripts_and_other_sites() {
        let token = Token::random();
        let kept = SECURE.keep(&token, Duration::from_secs(60));
        let expected = format!("__Host-session={}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure", token.encode());
        assert_eq!(kept.to_str().unwrap(), expected);
        assert_eq!(PLAIN.remove(), "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }
}
