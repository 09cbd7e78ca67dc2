//! Emergency access: begun by a provider, read by the patient, reviewed by the administrator.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    break_glass::{BreakGlassForm, BreakGlassNotice, BreakGlassOverview, BreakGlassReview, UnreviewedBreakGlass},
    id::BreakGlassId,
};

use super::ApiError;

/// Opens the chart of a patient whom the caller doesn't treat, for a while, and redirects to it; works as a plain form,
/// too.
///
/// # Errors
/// [`ApiError::Invalid`], for a name and a date of birth that no record has, too; [`ApiError::TooManyAttempts`] after
/// several of these; [`ApiError::ConfirmationRequired`].
#[server(endpoint = "begin_break_glass")]
pub async fn begin_break_glass(form: BreakGlassForm) -> Result<(), ApiError> {
    crate::context::begin_break_glass(form).await
}

/// The charts that the caller has opened and that haven't closed yet; and for how long one opens.
#[server(endpoint = "list_break_glass", input = Json)]
pub async fn list_break_glass() -> Result<BreakGlassOverview, ApiError> {
    let lasts = crate::context::services()?.break_glass_lasts;
    let mut tx = crate::context::begin().await?;
    let overview = tx.list_break_glass(lasts).await?;
    tx.commit().await?;
    Ok(overview)
}

/// The emergency accesses to the patient's own record, the latest first.
#[server(endpoint = "list_break_glass_notices", input = Json)]
pub async fn list_break_glass_notices() -> Result<Vec<BreakGlassNotice>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let notices = tx.list_break_glass_notices().await?;
    tx.commit().await?;
    Ok(notices)
}

/// The patient doesn't want to be told of it any more; works as a plain form, too.
#[server(endpoint = "dismiss_break_glass")]
pub async fn dismiss_break_glass(id: BreakGlassId) -> Result<(), ApiError> {
    crate::context::dismiss_break_glass(id).await
}

/// The emergency accesses that nobody has reviewed yet, the oldest first; for the administrator.
#[server(endpoint = "list_break_glass_reviews", input = Json)]
pub async fn list_break_glass_reviews() -> Result<Vec<UnreviewedBreakGlass>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let reviews = tx.list_break_glass_reviews().await;
    Ok(tx.finish(crate::context::Asked::ADMINISTRATION, reviews).await?)
}

/// Closes a review with a verdict, which the patient reads.
///
/// # Errors
/// [`ApiError::Invalid`] with the field `verdict`.
#[server(endpoint = "review_break_glass", input = Json)]
pub async fn review_break_glass(id: BreakGlassId, review: BreakGlassReview) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.review_break_glass(id, &review).await;
    Ok(tx.finish(id, done).await?)
}
