//! The one error that crosses from the server to the page. It never carries a patient's data, SQL or a path.

use leptos::{
    prelude::FromServerFnError,
    server_fn::{codec::JsonEncoding, error::ServerFnErrorErr},
};
use model::form::FieldError;
use serde::{Deserialize, Serialize};

/// Why a server function refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// Nobody is signed in, or the session has expired.
    SignInRequired,
    /// There is no such row, or it isn't the caller's: the two answer alike.
    NotFound,
    /// What was sent is wrong, field by field.
    Invalid(Vec<FieldError>),
    /// The row changed since the page read it.
    Changed,
    /// It was saved before, as it was sent first, and says something else.
    SavedOtherwise,
    /// Email or password are wrong; the two answer alike.
    WrongCredentials,
    /// The caller must prove again who they are: a dialog asks for the password, a code or a passkey, and the call
    /// is made again.
    ConfirmationRequired,
    /// Too many attempts.
    TooManyAttempts { retry_after_seconds: u64 },
    /// The database or the bucket doesn't answer.
    Unavailable,
    /// The database stopped answering before it confirmed what was done, or the request took too long.
    Unconfirmed,
    /// The request didn't reach the server, or its answer didn't come back.
    Disconnected,
    /// A fault of the server; its log has the details under the request's id.
    Unexpected,
}

impl ApiError {
    /// The refusal in words that say what to do next.
    pub fn message(&self) -> String {
        match self {
            Self::SignInRequired => "Your session has ended. Sign in again; what you typed stays here.".into(),
            Self::NotFound => "There is nothing here, or it isn't yours to see.".into(),
            Self::Invalid(errors) if errors.len() == 1 => errors[0].message.clone(),
            Self::Invalid(_) => "Some fields need another look: see the messages beside them.".into(),
            Self::Changed => "This was changed elsewhere in the meantime, so nothing was saved.".into(),
            Self::SavedOtherwise => "This was saved already, as you first sent it, and stays so. What you changed since isn't saved: close this, open what was saved, and change it there.".into(),
            Self::WrongCredentials => "Email or password is wrong. Check both and try again.".into(),
            Self::ConfirmationRequired => "Confirm first that it is you, with your password, a code or a passkey.".into(),
            Self::TooManyAttempts { retry_after_seconds: 0..10 } => "Too many attempts. Wait a moment, then try again.".into(),
            Self::TooManyAttempts { retry_after_seconds } => {
                let minutes = retry_after_seconds.div_ceil(60);
                let plural = if minutes == 1 { "" } else { "s" };
                format!("Too many attempts. Wait {minutes} minute{plural}, then try again.")
            }
            Self::Unavailable => "The clinic's records can't be reached just now. Nothing was changed; try again in a moment.".into(),
            Self::Unconfirmed => "The clinic's records stopped answering before they confirmed this, so it may be done or not. Try again in a moment: what is saved already isn't saved twice.".into(),
            Self::Disconnected => "The server can't be reached. Check the network and try again; what you typed stays here.".into(),
            Self::Unexpected => "Something went wrong on the server. Nothing was changed; try again, and tell the administrator if it stays.".into(),
        }
    }

    /// The message beside a form field, if there is one.
    pub fn field(&self, field: &str) -> Option<String> {
        match self {
            Self::Invalid(errors) => {
                errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
            }
            _ => None,
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for ApiError {}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Disconnected,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Invalid(Vec::new())
            }
            _ => Self::Unexpected,
        }
    }
}
