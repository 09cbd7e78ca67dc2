//! How a caregiver is let in.

use model::{
    caregiver::{AcceptCaregiverForm, CaregiverForm},
    chart::InvitationLink,
    id::{CaregiverId, PatientId},
};

use super::{
    accounts::{browser, go_on, site_origin},
    origin, plain_form, services, whoever,
};
use crate::api::{
    ApiError,
    caregivers::{AcceptCaregiver, SeeCaregiverEnd},
};

/// Where a caregiver reads.
const RECORDS: &str = "/my-records";

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

/// Whether a caregiver's link works.
///
/// # Errors
/// [`ApiError::NotFound`] for one that doesn't, [`ApiError::Unavailable`].
pub async fn check_caregiver_invitation(token: &str) -> Result<(), ApiError> {
    Ok(services()?.sessions.check_caregiver_invitation(token, whoever().as_ref(), &origin()).await?)
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

/// Puts the notice of an access that ended away, and leads a plain form back to the patient's page.
///
/// # Errors
/// [`ApiError::NotFound`] for one of another record, and for one that was put away.
pub async fn see_caregiver_end(caregiver: CaregiverId) -> Result<(), ApiError> {
    let result = see(caregiver).await;
    match &result {
        Ok(()) => plain_form::send_to(RECORDS),
        Err(refusal) => plain_form::return_refusal::<SeeCaregiverEnd>(RECORDS, refusal),
    }
    result
}

async fn see(caregiver: CaregiverId) -> Result<(), ApiError> {
    let mut tx = super::begin().await?;
    let done = tx.see_caregiver_end(caregiver).await;
    Ok(tx.finish(caregiver, done).await?)
}

async fn accept(form: &AcceptCaregiverForm) -> Result<(), ApiError> {
    let caller = whoever();
    let accepted = form.parse(caller.is_none()).map_err(ApiError::Invalid)?;
    let outcome = services()?.sessions.accept_caregiver(&accepted, &origin(), &browser(), caller.as_ref()).await?;
    match outcome {
        Some(outcome) => go_on(outcome, Some(RECORDS))?,
        None => leptos_axum::redirect(RECORDS),
    }
    Ok(())
}
