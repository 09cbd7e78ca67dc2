use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use store::SessionSecret;

/// A secret that whoever holds it may use: a session's cookie, an invitation's link. 256 random bits, twice the
/// entropy that OWASP's cheat sheet on sessions asks for. The database is told its hash, and keeps the hash of that.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A new one, from the system's generator.
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// The token that a client sent; `None` for anything that [`Token::encode`] doesn't make.
    pub fn decode(text: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The token as text for a cookie or a link: 43 characters of base64url.
    pub fn encode(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database is told. SHA-256 is enough without a salt: nobody guesses 256 random bits.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// The same of a session's.
    pub(crate) fn secret(&self) -> SessionSecret {
        SessionSecret(self.hash())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_cookie_and_is_not_its_hash() {
        let token = Token::random();
        assert_eq!(Token::decode(&token.encode()), Some(token.clone()));
        assert_eq!(token.encode().len(), 43);
        assert_ne!(token, Token::random());
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", "a", &"a".repeat(42), &"a".repeat(44), &"=".repeat(43), &"é".repeat(22)] {
            assert_eq!(Token::decode(text), None, "{text}");
        }
    }
}
