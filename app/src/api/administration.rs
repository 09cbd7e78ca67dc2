//! What the administrator does: providers and accounts, never a record.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    administration::{PatientAccount, ProviderAccount},
    chart::InvitationLink,
    id::{ProviderId, UserId},
    page::{Cursor, Page},
};

use super::ApiError;

/// Providers, those waiting for verification first, then by name.
#[server(endpoint = "list_providers", input = Json)]
pub async fn list_providers(search: String, after: Option<Cursor>) -> Result<Page<ProviderAccount>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_providers(&search, after.as_ref()).await;
    Ok(tx.finish(crate::context::Asked::ADMINISTRATION, page).await?)
}

/// Verifies a provider, or withdraws the verification, which ends their access at once.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`], to verify.
#[server(endpoint = "set_provider_verified", input = Json)]
pub async fn set_provider_verified(provider: ProviderId, is_verified: bool) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.set_provider_verified(provider, is_verified).await;
    Ok(tx.finish(provider, done).await?)
}

/// Suspends an account, which signs it out at once, or lifts it.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`] for lifting it.
#[server(endpoint = "set_account_suspended", input = Json)]
pub async fn set_account_suspended(user: UserId, is_suspended: bool) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.set_account_suspended(user, is_suspended).await;
    Ok(tx.finish(user, done).await?)
}

/// Attaches an imported practitioner to the account of an applicant, who then is that practitioner.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`]; [`ApiError::Invalid`] with the field `email` when no unattached applicant has that
/// address.
#[server(endpoint = "attach_provider_account", input = Json)]
pub async fn attach_provider_account(provider: ProviderId, email: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.attach_provider_account(provider, &email).await;
    Ok(tx.finish(provider, done).await?)
}

/// Accounts of patients, newest first.
#[server(endpoint = "list_patient_accounts", input = Json)]
pub async fn list_patient_accounts(search: String, after: Option<Cursor>) -> Result<Page<PatientAccount>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_patient_accounts(&search, after.as_ref()).await;
    Ok(tx.finish(crate::context::Asked::ADMINISTRATION, page).await?)
}

/// Unlinks an account from its record and closes it for good, so that the record can be invited again and the address is free.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`].
#[server(endpoint = "unlink_patient_account", input = Json)]
pub async fn unlink_patient_account(user: UserId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.unlink_patient_account(user).await;
    Ok(tx.finish(user, done).await?)
}

/// Closes an account for good that is linked to no record, or an applicant's, so that its address is free.
///
/// # Errors
/// [`ApiError::NotFound`] for any other account; [`ApiError::ConfirmationRequired`].
#[server(endpoint = "retire_account", input = Json)]
pub async fn retire_account(user: UserId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.retire_account(user).await;
    Ok(tx.finish(user, done).await?)
}

/// Makes the link with which somebody who forgot their password sets a new one, for the administrator to hand over.
///
/// # Errors
/// [`ApiError::NotFound`] for an account that is none or an administrator's; [`ApiError::ConfirmationRequired`].
#[server(endpoint = "make_password_reset", input = Json)]
pub async fn make_password_reset(user: UserId) -> Result<InvitationLink, ApiError> {
    crate::context::make_password_reset(user).await
}

/// Removes whatever an account signs in with beside its password, and ends its sessions: its person has lost it.
///
/// # Errors
/// [`ApiError::NotFound`] for an account that is none or an administrator's, and for one without a second factor;
/// [`ApiError::ConfirmationRequired`].
#[server(endpoint = "remove_lost_second_factor", input = Json)]
pub async fn remove_lost_second_factor(user: UserId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.remove_lost_second_factor(user).await;
    Ok(tx.finish(user, done).await?)
}
