//! Who treats whom over time: a provider ends a relationship, hands a patient over, lets a colleague cover.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    chart::Colleague,
    id::{CoverId, HandoverId, PatientId, ProviderId},
    relationship::{Arrangements, CoverForm},
};

use super::ApiError;

/// Ends the caller's treatment of a patient, at once.
///
/// # Errors
/// [`ApiError::Invalid`] with the field `patient` when nobody else would treat the patient.
#[server(endpoint = "end_relationship", input = Json)]
pub async fn end_relationship(patient: PatientId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.end_relationship(patient).await;
    Ok(tx.finish(patient, done).await?)
}

/// The verified colleagues, by name.
#[server(endpoint = "list_colleagues", input = Json)]
pub async fn list_colleagues() -> Result<Vec<Colleague>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let colleagues = tx.list_colleagues().await?;
    tx.commit().await?;
    Ok(colleagues)
}

/// What the caller has arranged with colleagues, and what waits for an answer.
#[server(endpoint = "list_arrangements", input = Json)]
pub async fn list_arrangements() -> Result<Arrangements, ApiError> {
    let mut tx = crate::context::begin().await?;
    let arrangements = tx.list_arrangements().await?;
    tx.commit().await?;
    Ok(arrangements)
}

/// Asks a colleague to take a patient over. Sending the same id again changes nothing.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`].
#[server(endpoint = "ask_handover", input = Json)]
pub async fn ask_handover(id: HandoverId, patient: PatientId, colleague: ProviderId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.ask_handover(id, patient, colleague).await;
    Ok(tx.finish(patient, done).await?)
}

/// Takes a patient over, or declines.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`] to accept.
#[server(endpoint = "answer_handover", input = Json)]
pub async fn answer_handover(handover: HandoverId, is_accepted: bool) -> Result<PatientId, ApiError> {
    let mut tx = crate::context::begin().await?;
    let patient = tx.answer_handover(handover, is_accepted).await;
    Ok(tx.finish(handover, patient).await?)
}

/// Takes the caller's own question back.
#[server(endpoint = "withdraw_handover", input = Json)]
pub async fn withdraw_handover(handover: HandoverId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.withdraw_handover(handover).await;
    Ok(tx.finish(handover, done).await?)
}

/// Asks a colleague to cover for the caller until a time. Sending the same id again changes nothing.
///
/// # Errors
/// [`ApiError::Invalid`] with the fields `colleague` and `until`; [`ApiError::ConfirmationRequired`].
#[server(endpoint = "ask_cover", input = Json)]
pub async fn ask_cover(id: CoverId, form: CoverForm) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let (colleague, until) = form.parse(tx.today()).map_err(ApiError::Invalid)?;
    let done = tx.ask_cover(id, colleague, until).await;
    Ok(tx.finish(colleague, done).await?)
}

/// Begins to cover for the colleague who asked, or declines.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`] to accept.
#[server(endpoint = "answer_cover", input = Json)]
pub async fn answer_cover(cover: CoverId, is_accepted: bool) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.answer_cover(cover, is_accepted).await;
    Ok(tx.finish(cover, done).await?)
}

/// Ends a cover before its time, by either side, or takes the question back.
#[server(endpoint = "end_cover", input = Json)]
pub async fn end_cover(cover: CoverId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.end_cover(cover).await;
    Ok(tx.finish(cover, done).await?)
}
