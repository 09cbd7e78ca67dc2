use std::io::ErrorKind;

use app::api::ApiError;
use axum::{
    Json,
    extract::multipart::MultipartError,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use model::{
    document::{FileRefusal, UploadRefusal},
    form::FieldError,
};

/// Why an upload was refused, as JSON for the page.
#[derive(Debug)]
pub enum Refusal {
    /// The file can't be accepted: 422, or 413 when it is too large.
    File(FileRefusal),
    /// The caller or the form can't be accepted, or something failed.
    Api(ApiError),
    /// The disk or the bucket doesn't take the file: 503. Nothing is filed.
    NotStored,
    /// The caller has filed another document under the form's id: 409.
    Taken,
    /// The body isn't the form that the page sends: 400.
    Malformed,
}

impl Refusal {
    /// What is wrong with one field of the form.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Api(ApiError::Invalid(vec![FieldError { field: field.into(), message: message.into() }]))
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Api(error.into())
    }
}

impl From<MultipartError> for Refusal {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::File(FileRefusal::TooLarge),
            _ => Self::Malformed,
        }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        // The kind only: the message can carry a path.
        tracing::error!(kind = %error.kind(), "the upload can't be kept while it is checked");
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::NotStored,
            _ => Self::Api(ApiError::Unexpected),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, refusal, message) = match self {
            Self::File(FileRefusal::TooLarge) => {
                let refusal = FileRefusal::TooLarge;
                (StatusCode::PAYLOAD_TOO_LARGE, Some(refusal), refusal.message().to_owned())
            }
            Self::File(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, Some(refusal), refusal.message().to_owned()),
            Self::Api(error) => (error.status(), None, error.message()),
            Self::NotStored => {
                let message = "Documents can't be stored just now, so this one isn't filed. Try again in a moment, and \
                               tell the administrator if it stays.";
                (StatusCode::SERVICE_UNAVAILABLE, None, message.to_owned())
            }
            Self::Taken => {
                let message = "An earlier attempt at this upload was filed after all, with another file or other \
                               details. Look for it among the documents; sending again files a further document.";
                (StatusCode::CONFLICT, None, message.to_owned())
            }
            Self::Malformed => {
                let message = "The upload didn't arrive as a whole. Send it again.";
                (StatusCode::BAD_REQUEST, None, message.to_owned())
            }
        };
        (status, Json(UploadRefusal { refusal, message })).into_response()
    }
}
