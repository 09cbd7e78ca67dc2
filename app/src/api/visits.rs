//! Visits of a record.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    id::{PatientId, VisitId},
    page::{Cursor, Page},
    visit::{NewVisit, Visit, VisitForm, VisitVersion, Written},
    vitals::VitalsAt,
};

use super::ApiError;

/// A page of a record's visits, the latest first.
#[server(endpoint = "list_visits", input = Json)]
pub async fn list_visits(patient: PatientId, after: Option<Cursor>) -> Result<Page<Visit>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_visits(patient, after.as_ref()).await;
    Ok(tx.finish(patient, page).await?)
}

/// The vital signs of a record's latest 200 visits that have any, oldest first.
#[server(endpoint = "list_vitals", input = Json)]
pub async fn list_vitals(patient: PatientId) -> Result<Vec<VitalsAt>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let vitals = tx.list_vitals(patient).await;
    Ok(tx.finish(patient, vitals).await?)
}

/// Writes a visit with its prescriptions, all or nothing. Sending the same again under the same id changes nothing.
///
/// # Errors
/// [`ApiError::SavedOtherwise`] when the visit was saved under this id, saying something else.
#[server(endpoint = "record_visit", input = Json)]
pub async fn record_visit(visit: NewVisit) -> Result<Written<VisitId>, ApiError> {
    let content = visit.form.parse().map_err(ApiError::Invalid)?;
    let mut tx = crate::context::begin().await?;
    let written = tx.record_visit(visit.id, visit.patient, &content).await;
    Ok(tx.finish(visit.patient, written).await?)
}

/// Replaces what a visit says; its author only. The earlier version is kept with the reason.
///
/// # Errors
/// [`ApiError::Changed`] when the visit has another `version` by now.
#[server(endpoint = "amend_visit", input = Json)]
pub async fn amend_visit(visit: VisitId, version: i32, reason: String, form: VisitForm) -> Result<(), ApiError> {
    let content = form.parse().map_err(ApiError::Invalid)?;
    let mut tx = crate::context::begin().await?;
    let done = tx.amend_visit(visit, version, &reason, &content).await;
    Ok(tx.finish(visit, done).await?)
}

/// The earlier versions of a visit, the newest first.
#[server(endpoint = "list_visit_versions", input = Json)]
pub async fn list_visit_versions(visit: VisitId) -> Result<Vec<VisitVersion>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let versions = tx.list_visit_versions(visit).await;
    Ok(tx.finish(visit, versions).await?)
}

/// Adds a remark to a visit; any treating provider.
#[server(endpoint = "add_addendum", input = Json)]
pub async fn add_addendum(visit: VisitId, text: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.add_addendum(visit, &text).await;
    Ok(tx.finish(visit, done).await?)
}

/// Keeps the author's private note on a visit, which no patient and no colleague reads; an empty text clears it.
#[server(endpoint = "save_private_note", input = Json)]
pub async fn save_private_note(visit: VisitId, text: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.save_private_note(visit, &text).await;
    Ok(tx.finish(visit, done).await?)
}

/// Marks a visit as entered in error, with a reason, and what its author prescribed in it; the author, or any
/// treating provider when the author can't. The patient can't read it any more.
#[server(endpoint = "mark_visit_entered_in_error", input = Json)]
pub async fn mark_visit_entered_in_error(visit: VisitId, reason: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.mark_visit_entered_in_error(visit, &reason).await;
    Ok(tx.finish(visit, done).await?)
}
