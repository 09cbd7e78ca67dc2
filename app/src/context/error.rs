use http::StatusCode;

use super::answer;
use crate::api::ApiError;

impl ApiError {
    /// The status of an answer that carries this error.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignInRequired | Self::WrongCredentials => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::ConfirmationRequired => StatusCode::FORBIDDEN,
            Self::Changed | Self::SavedOtherwise => StatusCode::CONFLICT,
            Self::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable | Self::Unconfirmed | Self::Disconnected => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unexpected => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// While a page is rendered it also becomes the page's status. A server function's answer takes its status from the
/// error itself, whichever way it came about.
impl From<store::Error> for ApiError {
    fn from(error: store::Error) -> Self {
        let refusal = match error {
            store::Error::NotFound => Self::NotFound,
            store::Error::Changed => Self::Changed,
            store::Error::SavedOtherwise => Self::SavedOtherwise,
            store::Error::Invalid(errors) => Self::Invalid(errors),
            store::Error::ConfirmationRequired => Self::ConfirmationRequired,
            store::Error::SessionEnded => {
                answer::redirect_page_to_sign_in();
                Self::SignInRequired
            }
            store::Error::TooManyAttempts { retry_after } => {
                Self::TooManyAttempts { retry_after_seconds: retry_after.as_secs().max(1) }
            }
            store::Error::Unavailable => {
                tracing::error!("the database doesn't answer");
                Self::Unavailable
            }
            store::Error::Unconfirmed => {
                tracing::error!("the database stopped answering before it confirmed");
                Self::Unconfirmed
            }
            error => {
                tracing::error!(%error, "the database refused");
                Self::Unexpected
            }
        };
        answer::set_page_status(refusal.status());
        refusal
    }
}

impl From<sessions::Error> for ApiError {
    fn from(error: sessions::Error) -> Self {
        match error {
            sessions::Error::WrongCredentials => Self::WrongCredentials,
            sessions::Error::Busy => Self::Unavailable,
            sessions::Error::Hashing => {
                tracing::error!("a password could not be hashed");
                Self::Unexpected
            }
            sessions::Error::Sealing => {
                tracing::error!("a second factor's secret can't be read with the accounts' key");
                Self::Unexpected
            }
            sessions::Error::Passkey => {
                tracing::error!("a passkey can't be asked for");
                Self::Unexpected
            }
            sessions::Error::Store(error) => error.into(),
        }
    }
}
