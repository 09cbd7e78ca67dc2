//! Passkeys: the site that they answer to, and who asks.

use model::{
    form::FieldError,
    own_account::{PasskeyAnswer, PasskeyQuestion},
};
use sessions::{RelyingParty, SignIn, own_path};

use super::{
    accounts::{browser, challenge, go_on, site_origin},
    answer, caller, origin, services,
};
use crate::api::ApiError;

/// The site, by its configured address, or on one's own machine by the address of the request.
fn party() -> Result<RelyingParty, ApiError> {
    let clinic = services()?.store.clinic().name;
    RelyingParty::new(&site_origin()?, &clinic).ok_or_else(|| {
        let message = "Passkeys need the clinic's own address, by TLS. Sign in with your password here.";
        ApiError::Invalid(vec![FieldError { field: "passkey".into(), message: message.into() }])
    })
}

/// Asks for a passkey of whomever the browser knows.
///
/// # Errors
/// [`ApiError::TooManyAttempts`], [`ApiError::Unavailable`].
pub async fn begin_passkey_sign_in() -> Result<PasskeyQuestion, ApiError> {
    Ok(services()?.sessions.begin_passkey_sign_in(&party()?, &origin()).await?)
}

/// Signs in by the answer, and redirects as a sign-in by password does.
///
/// # Errors
/// [`ApiError::Invalid`], the same for whatever is wrong.
pub async fn sign_in_by_passkey(answer: &PasskeyAnswer, next: Option<&str>) -> Result<(), ApiError> {
    let session = services()?.sessions.sign_in_by_passkey(&party()?, answer, &origin(), &browser()).await?;
    go_on(SignIn::Done(session), next.and_then(own_path))
}

/// Asks for one of the passkeys of whoever's password was right.
///
/// # Errors
/// [`ApiError::NotFound`] when the sign-in has to begin anew, [`ApiError::Invalid`], [`ApiError::TooManyAttempts`].
pub async fn begin_passkey_step() -> Result<PasskeyQuestion, ApiError> {
    let challenge = challenge()?;
    Ok(services()?.sessions.begin_passkey_step(&challenge, &party()?, &origin()).await?)
}

/// Takes the second step by the answer, and redirects as by a code.
///
/// # Errors
/// [`ApiError::NotFound`] when the sign-in has to begin anew, [`ApiError::Invalid`].
pub async fn take_passkey_step(given: &PasskeyAnswer, next: Option<&str>) -> Result<(), ApiError> {
    let (sessions, challenge) = (services()?.sessions, challenge()?);
    let session = sessions.take_passkey_step(&challenge, &party()?, given, &origin(), &browser()).await?;
    answer::set_cookie(sessions.second_step_cookie().remove());
    go_on(SignIn::Done(session), next.and_then(own_path))
}

/// Asks for a new passkey.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`], [`ApiError::SignInRequired`].
pub async fn begin_passkey() -> Result<PasskeyQuestion, ApiError> {
    let caller = caller()?;
    Ok(services()?.sessions.begin_passkey(&caller, &party()?).await?)
}

/// Adds the new passkey.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`], [`ApiError::Invalid`], [`ApiError::SignInRequired`].
pub async fn add_passkey(name: &str, answer: &PasskeyAnswer) -> Result<(), ApiError> {
    let caller = caller()?;
    Ok(services()?.sessions.add_passkey(&caller, &party()?, name, answer).await?)
}

/// Asks for one of the caller's passkeys, to prove who they are.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::TooManyAttempts`], [`ApiError::SignInRequired`].
pub async fn begin_passkey_confirmation() -> Result<PasskeyQuestion, ApiError> {
    let caller = caller()?;
    Ok(services()?.sessions.begin_passkey_confirmation(&caller, &party()?).await?)
}

/// The caller has proved it.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::SignInRequired`].
pub async fn confirm_by_passkey(answer: &PasskeyAnswer) -> Result<(), ApiError> {
    let caller = caller()?;
    Ok(services()?.sessions.confirm_by_passkey(&caller, &party()?, answer).await?)
}
