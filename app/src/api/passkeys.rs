//! Passkeys: each is asked for by one call, and its answer given by another.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    id::PasskeyId,
    own_account::{PasskeyAnswer, PasskeyQuestion},
};

use super::ApiError;

/// Asks for a passkey of whomever the browser knows; no address is typed.
///
/// # Errors
/// [`ApiError::TooManyAttempts`]; [`ApiError::Invalid`] at an address where browsers have no passkeys.
#[server(endpoint = "begin_passkey_sign_in", input = Json)]
pub async fn begin_passkey_sign_in() -> Result<PasskeyQuestion, ApiError> {
    crate::context::begin_passkey_sign_in().await
}

/// Signs in by the answer, and redirects to `next` (a path of this site) or the account's home.
///
/// # Errors
/// [`ApiError::Invalid`], the same for a passkey that is unknown, wrong, late or used before.
#[server(endpoint = "sign_in_by_passkey", input = Json)]
pub async fn sign_in_by_passkey(answer: PasskeyAnswer, next: Option<String>) -> Result<(), ApiError> {
    crate::context::sign_in_by_passkey(&answer, next.as_deref()).await
}

/// Asks for a passkey as the second step of a sign-in, whose password was right.
///
/// # Errors
/// [`ApiError::NotFound`] when the sign-in has to begin anew; [`ApiError::Invalid`] for an account without passkeys;
/// [`ApiError::TooManyAttempts`].
#[server(endpoint = "begin_passkey_step", input = Json)]
pub async fn begin_passkey_step() -> Result<PasskeyQuestion, ApiError> {
    crate::context::begin_passkey_step().await
}

/// Takes the second step by the answer.
///
/// # Errors
/// [`ApiError::NotFound`] as above; [`ApiError::Invalid`] for a wrong answer.
#[server(endpoint = "take_passkey_step", input = Json)]
pub async fn take_passkey_step(answer: PasskeyAnswer, next: Option<String>) -> Result<(), ApiError> {
    crate::context::take_passkey_step(&answer, next.as_deref()).await
}

/// Asks for a new passkey of the caller's.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`].
#[server(endpoint = "begin_passkey", input = Json)]
pub async fn begin_passkey() -> Result<PasskeyQuestion, ApiError> {
    crate::context::begin_passkey().await
}

/// Adds the new passkey under a name.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`]; [`ApiError::Invalid`] with the fields `name` and `passkey`.
#[server(endpoint = "add_passkey", input = Json)]
pub async fn add_passkey(name: String, answer: PasskeyAnswer) -> Result<(), ApiError> {
    crate::context::add_passkey(&name, &answer).await
}

/// Removes one of the caller's passkeys.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`]; [`ApiError::NotFound`] for one that isn't the caller's.
#[server(endpoint = "remove_passkey", input = Json)]
pub async fn remove_passkey(passkey: PasskeyId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.remove_passkey(passkey).await;
    Ok(tx.finish(passkey, done).await?)
}

/// Asks for one of the caller's passkeys, as [`super::own_account::confirm_identity`] asks for the password.
///
/// # Errors
/// [`ApiError::Invalid`] for an account without passkeys; [`ApiError::TooManyAttempts`].
#[server(endpoint = "begin_passkey_confirmation", input = Json)]
pub async fn begin_passkey_confirmation() -> Result<PasskeyQuestion, ApiError> {
    crate::context::begin_passkey_confirmation().await
}

/// The caller proves again who they are.
///
/// # Errors
/// [`ApiError::Invalid`] for a wrong answer.
#[server(endpoint = "confirm_by_passkey", input = Json)]
pub async fn confirm_by_passkey(answer: PasskeyAnswer) -> Result<(), ApiError> {
    crate::context::confirm_by_passkey(&answer).await
}

/// Notes that the caller knows that their second factor was removed.
///
/// # Errors
/// [`ApiError::NotFound`] when it wasn't, or they know already.
#[server(endpoint = "see_factor_removal", input = Json)]
pub async fn see_factor_removal() -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    tx.see_factor_removal().await?;
    Ok(tx.commit().await?)
}
