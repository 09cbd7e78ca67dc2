use std::{fmt, str::FromStr, sync::Arc};

use model::id::UserId;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::Error;

/// The first byte of what is sealed: another way of sealing will have another one.
const FORM: u8 = 1;

/// The key that seals the secrets of second factors (ChaCha20-Poly1305, RFC 8439). It is kept outside of the database,
/// so that whoever reads the database, or a backup of it, makes no codes.
#[derive(Clone)]
pub struct AccountKey(Arc<LessSafeKey>);

/// A text that isn't 32 bytes in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key has 64 hexadecimal digits")]
pub struct NoKey;

impl AccountKey {
    /// A new key, as text for its file.
    pub fn generate() -> String {
        hex::encode(rand::random::<[u8; 32]>())
    }

    /// Sealed for the account, so that it can't be moved to another one. A nonce by chance is good for 2^32 secrets.
    pub(crate) fn seal(&self, user: UserId, secret: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut text = secret.to_vec();
        let sealed = self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), of(user), &mut text);
        sealed.map_err(|_| Error::Sealing)?;
        Ok([&[FORM][..], &nonce[..], &text[..]].concat())
    }

    /// What was sealed for the account.
    pub(crate) fn open(&self, user: UserId, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let (nonce, text) = sealed
            .strip_prefix(&[FORM])
            .and_then(|sealed| sealed.split_first_chunk::<NONCE_LEN>())
            .ok_or(Error::Sealing)?;
        let mut text = text.to_vec();
        let opened = self.0.open_in_place(Nonce::assume_unique_for_key(*nonce), of(user), &mut text);
        Ok(opened.map_err(|_| Error::Sealing)?.to_vec())
    }
}

fn of(user: UserId) -> Aad<[u8; 16]> {
    Aad::from(*user.0.as_bytes())
}

impl FromStr for AccountKey {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let bytes = hex::decode(text.trim()).map_err(|_| NoKey)?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| NoKey)?;
        Ok(Self(Arc::new(LessSafeKey::new(key))))
    }
}

impl fmt::Debug for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_secret_is_opened_with_its_key_for_its_account_only() {
        let key: AccountKey = AccountKey::generate().parse().unwrap();
        let (freda, otis) = (UserId(Uuid::from_bytes([1; 16])), UserId(Uuid::from_bytes([2; 16])));
        let sealed = key.seal(freda, b"a secret").unwrap();
        assert_eq!(key.open(freda, &sealed).unwrap(), b"a secret");
        assert!(!sealed.windows(8).any(|part| part == b"a secret"));
        assert_ne!(sealed, key.seal(freda, b"a secret").unwrap());
        assert!(key.open(otis, &sealed).is_err());
        let other: AccountKey = AccountKey::generate().parse().unwrap();
        assert!(other.open(freda, &sealed).is_err());
        for damaged in [&[][..], &[FORM], &sealed[1..], &sealed[..sealed.len() - 1]] {
            assert!(key.open(freda, damaged).is_err());
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "not a key", &"a".repeat(63), &"a".repeat(66), &"g".repeat(64)] {
            assert_eq!(text.parse::<AccountKey>().err(), Some(NoKey), "{text}");
        }
        assert!(format!(" {}\n", "ab".repeat(32)).parse::<AccountKey>().is_ok());
    }
}
