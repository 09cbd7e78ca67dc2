//! How a caregiver is let in.

use model::{
    caregiver::{AcceptCaregiverForm, CaregiverForm},
    chart::InvitationLink,
    id::PatientId,
};

use super::{
    accounts::{browser, keep, site_origin},
    origin, plain_form, services, signed_in,
};
use crate::api::{ApiError, caregivers::AcceptCaregiver};

/// Makes the link with which a caregiver is let in.
///
/// # Errors
/// [`ApiError::NotFound`] unless the caller may let somebody in to the record; [`ApiError::Invalid`].
pub async fn invite_caregiver(patient: PatientId, form: &CaregiverForm) -> Result<InvitationLink, ApiError> {
    let services = services()?;
    let tx = super::begin().await?;
    let (name, months) = form.parse().map_err(ApiError::Invalid)?;
    let (token, expires_at) = services.sessions.invite_caregiver(tx, patient, &name, months).await?;
    Ok(InvitationLink { url: format!("{}/caregiver/{}", site_origin()?, token.encode()), expires_at })
}

/// Lets a caregiver in and redirects to the records.
///
/// # Errors
/// [`ApiError::NotFound`] for a link that doesn't work, [`ApiError::Invalid`], [`ApiError::Unavailable`].
pub async fn accept_caregiver(form: AcceptCaregiverForm) -> Result<(), ApiError> {
    let result = accept(&form).await;
    result.inspect_err(|refusal| {
        // What isn't a token would make another path of it.
        let token = form.token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let page = format!("/caregiver/{}", token.collect::<String>());
        plain_form::return_refusal::<AcceptCaregiver>(&page, refusal);
    })
}

async fn accept(form: &AcceptCaregiverForm) -> Result<(), ApiError> {
    let signed_in = signed_in();
    let accepted = form.parse(signed_in.is_none()).map_err(ApiError::Invalid)?;
    let session = services()?.sessions.accept_caregiver(&accepted, &origin(), &browser(), signed_in.as_ref()).await?;
    if let Some(session) = session {
        keep(&session)?;
    }
    leptos_axum::redirect("/my-records");
    Ok(())
}
