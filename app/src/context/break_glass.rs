//! Emergency access, whose forms work before the script does.

use model::{break_glass::BreakGlassForm, id::BreakGlassId};

use super::{begin, plain_form, services};
use crate::api::{
    ApiError,
    break_glass::{BeginBreakGlass, DismissBreakGlass},
};

/// Opens a chart for a while, and redirects to it. What was typed never gets into an address.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::TooManyAttempts`], [`ApiError::ConfirmationRequired`], [`ApiError::NotFound`] for
/// anyone but a verified provider.
pub async fn begin_break_glass(form: BreakGlassForm) -> Result<(), ApiError> {
    let result = open(&form).await;
    result.inspect_err(|refusal| plain_form::return_refusal::<BeginBreakGlass>("/break-glass", refusal))
}

async fn open(form: &BreakGlassForm) -> Result<(), ApiError> {
    // First, so that whoever isn't signed in is told that and nothing else.
    let tx = begin().await?;
    let request = form.parse().map_err(ApiError::Invalid)?;
    let patient = tx.begin_break_glass(&request, services()?.break_glass_lasts).await?;
    leptos_axum::redirect(&format!("/patients/{patient}"));
    Ok(())
}

/// Puts a notice away, and leads a plain form back to the patient's page.
///
/// # Errors
/// [`ApiError::NotFound`] for a notice of another record.
pub async fn dismiss_break_glass(id: BreakGlassId) -> Result<(), ApiError> {
    let result = dismiss(id).await;
    match &result {
        Ok(()) => plain_form::send_to("/my-records"),
        Err(refusal) => plain_form::return_refusal::<DismissBreakGlass>("/my-records", refusal),
    }
    result
}

async fn dismiss(id: BreakGlassId) -> Result<(), ApiError> {
    let mut tx = begin().await?;
    let done = tx.dismiss_break_glass(id).await;
    Ok(tx.finish(id, done).await?)
}
