//! How forms are checked: raw text in, a domain type or messages beside the fields out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is wrong with one field, in words that say what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The form field's name, as in the HTML.
    pub field: String,
    pub message: String,
}

/// The messages gathered while a form is checked.
#[derive(Debug, Default)]
pub struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Notes that a field is wrong.
    pub fn error(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.into(), message: message.into() });
    }

    /// A text that must be there, trimmed, of at most `most` characters.
    pub fn required(&mut self, field: &str, label: &str, text: &str, most: usize) -> String {
        if text.trim().is_empty() {
            self.error(field, format!("{label} is missing."));
        }
        self.optional(field, label, text, most)
    }

    /// A text that may be empty, trimmed, of at most `most` characters, without control characters.
    pub fn optional(&mut self, field: &str, label: &str, text: &str, most: usize) -> String {
        let text = text.trim();
        let length = text.chars().count();
        if length > most {
            self.error(field, format!("{label} has {length} characters; at most {most} fit."));
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.error(field, format!("{label} has a character that can't be stored."));
        }
        text.to_owned()
    }

    /// A date as a date input sends it (`2026-03-12`); an empty text is `None`.
    pub fn date(&mut self, field: &str, label: &str, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(date) => Some(date),
            Err(_) => {
                self.error(field, format!("{label} isn't a date: choose one such as 12 Mar 2026."));
                None
            }
        }
    }

    /// The value, or every message that was gathered.
    ///
    /// # Errors
    /// The messages, when there is at least one, or when the value could not be made.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(self.errors),
        }
    }
}
