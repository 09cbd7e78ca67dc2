//! Texts that arrive as plain arguments, checked as a form's fields are.

use model::form::{Check, FieldError};

use crate::Error;

/// Why something is amended, stopped or marked: at most 500 characters, and not empty.
///
/// # Errors
/// [`Error::Invalid`] with the field `reason`.
pub(crate) fn reason(text: &str) -> Result<String, Error> {
    required("reason", "The reason", text, 500)
}

/// A text that must be there, trimmed, of at most `most` characters.
///
/// # Errors
/// [`Error::Invalid`] with the field's name.
pub(crate) fn required(field: &str, label: &str, text: &str, most: usize) -> Result<String, Error> {
    let mut check = Check::default();
    let text = check.required(field, label, text, most);
    check.finish(Some(text)).map_err(Error::Invalid)
}

/// A text that may be empty, trimmed, of at most `most` characters.
///
/// # Errors
/// [`Error::Invalid`] with the field's name.
pub(crate) fn optional(field: &str, label: &str, text: &str, most: usize) -> Result<String, Error> {
    let mut check = Check::default();
    let text = check.optional(field, label, text, most);
    check.finish(Some(text)).map_err(Error::Invalid)
}

/// One wrong field.
pub(crate) fn invalid(field: &str, message: &str) -> Error {
    Error::Invalid(vec![FieldError { field: field.into(), message: message.into() }])
}
