//! Signing in and out.

use leptos::prelude::*;
use model::{account::CurrentUser, clinic::Clinic};

use super::ApiError;

/// Who is signed in; `None` for nobody. Never an error for an expired session.
#[server(name = CurrentUserRequest, endpoint = "current_user")]
pub async fn current_user() -> Result<Option<CurrentUser>, ApiError> {
    Ok(crate::context::current_user())
}

/// The clinic: name, phone, time zone, today's date.
#[server(name = ClinicRequest, endpoint = "clinic")]
pub async fn clinic() -> Result<Clinic, ApiError> {
    Ok(crate::context::services()?.store.clinic())
}

/// Signs in and redirects to `next` (a path of this site) or the account's home, with a second factor by way of
/// `/sign-in/code`; works as a plain form, too.
///
/// # Errors
/// [`ApiError::WrongCredentials`], in the same time for an unknown address; [`ApiError::TooManyAttempts`].
#[server(endpoint = "sign_in")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), ApiError> {
    crate::context::sign_in(&email, &password, next.as_deref()).await
}

/// Takes the second step of a sign-in: the code of an authenticator, or a recovery code. A plain form, too.
///
/// # Errors
/// [`ApiError::NotFound`] when the sign-in has to begin anew; [`ApiError::Invalid`] with the field `code`;
/// [`ApiError::TooManyAttempts`].
#[server(endpoint = "take_second_step")]
pub async fn take_second_step(code: String, next: Option<String>) -> Result<(), ApiError> {
    crate::context::take_second_step(&code, next.as_deref()).await
}

/// Ends the session and redirects to the sign-in page.
#[server(endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), ApiError> {
    crate::context::sign_out().await
}
