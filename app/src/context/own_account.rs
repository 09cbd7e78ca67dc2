//! One's own account, and a forgotten password.

use model::{
    chart::InvitationLink,
    id::UserId,
    own_account::{ChangePasswordForm, OwnAccount, ResetPasswordForm, SecondFactorSetUp},
};

use super::{accounts::site_origin, begin, caller, origin, plain_form, services, whoever};
use crate::api::{ApiError, accounts::ResetPassword, own_account::ChangePassword};

/// The caller's account.
///
/// # Errors
/// [`ApiError::SignInRequired`], [`ApiError::Unavailable`].
pub async fn own_account() -> Result<OwnAccount, ApiError> {
    let tx = begin().await?;
    Ok(services()?.sessions.own_account(tx).await?)
}

/// Changes the caller's password.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::TooManyAttempts`], [`ApiError::SignInRequired`].
pub async fn change_password(form: ChangePasswordForm) -> Result<(), ApiError> {
    let result = change(&form).await;
    match &result {
        Ok(()) => plain_form::send_to("/account?changed=true"),
        Err(refusal) => plain_form::return_refusal::<ChangePassword>("/account", refusal),
    }
    result
}

async fn change(form: &ChangePasswordForm) -> Result<(), ApiError> {
    Ok(services()?.sessions.change_password(&caller()?, form).await?)
}

/// The caller proves again who they are.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::TooManyAttempts`], [`ApiError::SignInRequired`].
pub async fn confirm_identity(proof: &str) -> Result<(), ApiError> {
    Ok(services()?.sessions.confirm(&caller()?, proof).await?)
}

/// Begins to set up a second factor.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`], [`ApiError::Changed`], [`ApiError::SignInRequired`].
pub async fn begin_second_factor() -> Result<SecondFactorSetUp, ApiError> {
    Ok(services()?.sessions.begin_second_factor(&caller()?).await?)
}

/// Ends setting it up.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`], [`ApiError::Invalid`], [`ApiError::SignInRequired`].
pub async fn confirm_second_factor(code: &str) -> Result<Vec<String>, ApiError> {
    Ok(services()?.sessions.confirm_second_factor(&caller()?, code).await?)
}

/// New recovery codes.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`], [`ApiError::NotFound`], [`ApiError::SignInRequired`].
pub async fn replace_recovery_codes() -> Result<Vec<String>, ApiError> {
    Ok(services()?.sessions.replace_recovery_codes(&caller()?).await?)
}

/// Makes the link with which somebody sets a new password.
///
/// # Errors
/// [`ApiError::NotFound`] for anyone but an administrator, [`ApiError::ConfirmationRequired`].
pub async fn make_password_reset(user: UserId) -> Result<InvitationLink, ApiError> {
    let site = site_origin()?;
    let tx = begin().await?;
    let (token, expires_at) = services()?.sessions.begin_password_reset(tx, user).await?;
    Ok(InvitationLink { url: format!("{site}/reset-password/{}", token.encode()), expires_at })
}

/// Whether such a link works.
///
/// # Errors
/// [`ApiError::NotFound`] for one that doesn't.
pub async fn check_password_reset(token: &str) -> Result<(), ApiError> {
    Ok(services()?.sessions.check_password_reset(token, whoever().as_ref(), &origin()).await?)
}

/// Sets a new password by a link, and leads to the sign-in page.
///
/// # Errors
/// [`ApiError::NotFound`] for a link that doesn't work, [`ApiError::Invalid`].
pub async fn reset_password(form: ResetPasswordForm) -> Result<(), ApiError> {
    let result = reset(&form).await;
    if let Err(refusal) = &result {
        // What isn't a token would make another path of it.
        let token = form.token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let page = format!("/reset-password/{}", token.collect::<String>());
        plain_form::return_refusal::<ResetPassword>(&page, refusal);
    }
    result
}

async fn reset(form: &ResetPasswordForm) -> Result<(), ApiError> {
    services()?.sessions.reset_password(form, whoever().as_ref(), &origin()).await?;
    leptos_axum::redirect("/sign-in?password=changed");
    Ok(())
}
