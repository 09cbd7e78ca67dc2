//! One's own account: sessions, password, second factor.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    id::SessionId,
    own_account::{ChangePasswordForm, OwnAccount, SecondFactorSetUp},
};

use super::ApiError;

/// The caller's account.
#[server(name = OwnAccountRequest, endpoint = "own_account", input = Json)]
pub async fn own_account() -> Result<OwnAccount, ApiError> {
    crate::context::own_account().await
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// [`ApiError::NotFound`] for one that isn't the caller's, or has ended.
#[server(endpoint = "end_own_session", input = Json)]
pub async fn end_own_session(session: SessionId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.end_own_session(session).await;
    Ok(tx.finish(session, done).await?)
}

/// Ends all of the caller's sessions but this one.
#[server(endpoint = "end_other_sessions", input = Json)]
pub async fn end_other_sessions() -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    tx.end_other_sessions().await?;
    Ok(tx.commit().await?)
}

/// Changes the caller's password, and ends their other sessions; works as a plain form, too.
///
/// # Errors
/// [`ApiError::Invalid`] with the fields `present` and `password`; [`ApiError::TooManyAttempts`].
#[server(endpoint = "change_password")]
pub async fn change_password(form: ChangePasswordForm) -> Result<(), ApiError> {
    crate::context::change_password(form).await
}

/// The caller proves again who they are, by their password or the code of their authenticator: for ten minutes, what
/// answered [`ApiError::ConfirmationRequired`] then goes through.
///
/// # Errors
/// [`ApiError::Invalid`] with the field `proof`; [`ApiError::TooManyAttempts`].
#[server(endpoint = "confirm_identity", input = Json)]
pub async fn confirm_identity(proof: String) -> Result<(), ApiError> {
    crate::context::confirm_identity(&proof).await
}

/// Begins to set up a second factor.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`]; [`ApiError::Changed`] when there is one already.
#[server(endpoint = "begin_second_factor", input = Json)]
pub async fn begin_second_factor() -> Result<SecondFactorSetUp, ApiError> {
    crate::context::begin_second_factor().await
}

/// Ends setting it up, with the first code; answers with the recovery codes, once.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`]; [`ApiError::Invalid`] with the field `code`.
#[server(endpoint = "confirm_second_factor", input = Json)]
pub async fn confirm_second_factor(code: String) -> Result<Vec<String>, ApiError> {
    crate::context::confirm_second_factor(&code).await
}

/// New recovery codes in place of the earlier ones.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`]; [`ApiError::NotFound`] without a second factor.
#[server(endpoint = "replace_recovery_codes", input = Json)]
pub async fn replace_recovery_codes() -> Result<Vec<String>, ApiError> {
    crate::context::replace_recovery_codes().await
}

/// Removes the caller's second factor.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`]; [`ApiError::NotFound`] when there is none.
#[server(endpoint = "remove_second_factor", input = Json)]
pub async fn remove_second_factor() -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.remove_second_factor().await;
    Ok(tx.finish(crate::context::Asked::OWN_ACCOUNT, done).await?)
}
