use crate::PasswordError;

/// Why somebody could not be signed in, or an account not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The password is wrong, or the email address nobody's: the two answer alike.
    #[error("the email address or the password is wrong")]
    WrongCredentials,
    /// Too many passwords are being checked at once.
    #[error("too many passwords are being checked at once")]
    Busy,
    /// The library refused.
    #[error("a password could not be hashed")]
    Hashing,
    /// A second factor's secret could be neither sealed nor opened: the account key may be another one than before.
    #[error("the secret of a second factor can't be read with the account key")]
    Sealing,
    /// The library couldn't make or read a passkey's question.
    #[error("a passkey can't be asked for")]
    Passkey,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            PasswordError::Failed => Self::Hashing,
        }
    }
}
