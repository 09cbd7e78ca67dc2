//! Caregivers: who reads a record for its patient.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    caregiver::{AcceptCaregiverForm, CaredFor, Caregiver, CaregiverForm, EndedCaregiver},
    chart::InvitationLink,
    id::{CaregiverId, PatientId},
};

use super::ApiError;

/// Who reads a record for its patient, who was asked to, and whose access ended lately with an account.
#[server(endpoint = "list_caregivers", input = Json)]
pub async fn list_caregivers(patient: PatientId) -> Result<Vec<Caregiver>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let caregivers = tx.list_caregivers(patient).await;
    Ok(tx.finish(patient, caregivers).await?)
}

/// Makes a link with which a caregiver is let in: by the patient, or by a provider for a child.
///
/// # Errors
/// [`ApiError::Invalid`] with the fields `name` and `months`, and for a sixth link that would be open;
/// [`ApiError::ConfirmationRequired`].
#[server(endpoint = "invite_caregiver", input = Json)]
pub async fn invite_caregiver(patient: PatientId, form: CaregiverForm) -> Result<InvitationLink, ApiError> {
    crate::context::invite_caregiver(patient, &form).await
}

/// Ends a caregiver's access at once, or takes the link back.
#[server(endpoint = "revoke_caregiver", input = Json)]
pub async fn revoke_caregiver(caregiver: CaregiverId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.revoke_caregiver(caregiver).await;
    Ok(tx.finish(caregiver, done).await?)
}

/// The accesses to the patient's own record that ended because an account was closed, until they put the notice away.
#[server(endpoint = "list_ended_caregivers", input = Json)]
pub async fn list_ended_caregivers() -> Result<Vec<EndedCaregiver>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let ended = tx.list_ended_caregivers().await?;
    tx.commit().await?;
    Ok(ended)
}

/// The patient knows of it, and isn't told any more; works as a plain form, too.
#[server(endpoint = "see_caregiver_end")]
pub async fn see_caregiver_end(caregiver: CaregiverId) -> Result<(), ApiError> {
    crate::context::see_caregiver_end(caregiver).await
}

/// The records that the caller reads as a caregiver.
#[server(endpoint = "list_cared_for", input = Json)]
pub async fn list_cared_for() -> Result<Vec<CaredFor>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let records = tx.list_cared_for().await?;
    tx.commit().await?;
    Ok(records)
}

/// Whether a caregiver's link still works. Says nothing of whose record it is for.
///
/// # Errors
/// [`ApiError::NotFound`] for a link that is unknown, used, revoked, expired or out of attempts: all alike.
#[server(endpoint = "check_caregiver_invitation")]
pub async fn check_caregiver_invitation(token: String) -> Result<(), ApiError> {
    crate::context::check_caregiver_invitation(&token).await
}

/// Lets a caregiver in by the link's secret and the birth date (five attempts); who isn't signed in gives an address and
/// a password for a new account. Redirects to `/my-records`.
///
/// # Errors
/// [`ApiError::NotFound`] as above; [`ApiError::Invalid`] with the field `date_of_birth` for a wrong one.
#[server(endpoint = "accept_caregiver")]
pub async fn accept_caregiver(form: AcceptCaregiverForm) -> Result<(), ApiError> {
    crate::context::accept_caregiver(form).await
}
