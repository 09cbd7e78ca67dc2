use std::{fmt, str::FromStr};

use ring::{
    rand::{SecureRandom, SystemRandom},
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use serde::{Deserialize, Serialize};

/// A text isn't a key, or the system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("it isn't an Ed25519 key: 64 hexadecimal digits are wanted")]
pub struct KeyError;

/// The key that signs batches (Ed25519, RFC 8032). It has no `Debug`.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// A new one, as the text that [`str::parse`] reads: the seed of RFC 8032 in hexadecimal digits.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn generate() -> Result<String, KeyError> {
        let mut seed = [0; 32];
        SystemRandom::new().fill(&mut seed).map_err(|_| KeyError)?;
        Ok(hex::encode(seed))
    }

    /// The key that checks what this one signs.
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        PublicKey(bytes)
    }

    pub(crate) fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.0.sign(text).as_ref().to_vec()
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let seed = hex::decode(text.trim()).map_err(|_| KeyError)?;
        Ok(Self(Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| KeyError)?))
    }
}

/// The key that checks signatures: whoever checks the audit got it from somewhere else than the database.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey(#[serde(with = "hex")] pub [u8; 32]);

impl PublicKey {
    pub(crate) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(text, signature).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| KeyError)?;
        Ok(Self(bytes))
    }
}
