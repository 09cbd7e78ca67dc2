//! How accounts begin: a provider applies, a patient answers an invitation.

use leptos::prelude::*;
use model::{
    account::{AcceptInvitationForm, ProviderApplicationForm},
    own_account::ResetPasswordForm,
};

use super::ApiError;

/// Applies for a provider's account. A known address answers exactly like a new one.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::TooManyAttempts`].
#[server(endpoint = "apply_as_provider")]
pub async fn apply_as_provider(form: ProviderApplicationForm) -> Result<(), ApiError> {
    crate::context::apply_as_provider(form).await
}

/// Whether an invitation's link still works. Says nothing of whom it is for.
///
/// # Errors
/// [`ApiError::NotFound`] for a link that is unknown, used, replaced, expired or out of attempts: all alike.
#[server(endpoint = "check_invitation")]
pub async fn check_invitation(token: String) -> Result<(), ApiError> {
    crate::context::check_invitation(&token).await
}

/// Sets up the patient's account: the link's secret, the birth date (five attempts), an address and a password.
/// Signs in and redirects to `/my-records`.
///
/// # Errors
/// [`ApiError::NotFound`] as above; [`ApiError::Invalid`] with the field `date_of_birth` for a wrong one.
#[server(endpoint = "accept_invitation")]
pub async fn accept_invitation(form: AcceptInvitationForm) -> Result<(), ApiError> {
    crate::context::accept_invitation(form).await
}

/// Whether a link that resets a password still works. Says nothing of whom it is for.
///
/// # Errors
/// [`ApiError::NotFound`] for a link that is unknown, used, replaced or expired: all alike.
#[server(endpoint = "check_password_reset")]
pub async fn check_password_reset(token: String) -> Result<(), ApiError> {
    crate::context::check_password_reset(&token).await
}

/// Sets a new password by such a link, ends the account's sessions, and redirects to the sign-in page.
///
/// # Errors
/// [`ApiError::NotFound`] as above; [`ApiError::Invalid`] with the field `password`.
#[server(endpoint = "reset_password")]
pub async fn reset_password(form: ResetPasswordForm) -> Result<(), ApiError> {
    crate::context::reset_password(form).await
}
