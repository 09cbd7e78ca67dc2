//! Prescriptions of a record.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    id::{PatientId, PrescriptionId},
    page::{Cursor, Page},
    prescription::{Prescription, PrescriptionForm},
    visit::Written,
};

use super::ApiError;

/// A page of a record's prescriptions: active ones first, then the latest start first.
#[server(endpoint = "list_prescriptions", input = Json)]
pub async fn list_prescriptions(patient: PatientId, after: Option<Cursor>) -> Result<Page<Prescription>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_prescriptions(patient, after.as_ref()).await;
    Ok(tx.finish(patient, page).await?)
}

/// Starts a prescription outside of a visit. Sending the same again under the same id changes nothing.
///
/// # Errors
/// [`ApiError::SavedOtherwise`] when it was saved under this id, saying something else.
#[server(endpoint = "start_prescription", input = Json)]
pub async fn start_prescription(
    id: PrescriptionId,
    patient: PatientId,
    form: PrescriptionForm,
) -> Result<Written<PrescriptionId>, ApiError> {
    let prescription = form.parse().map_err(ApiError::Invalid)?;
    let mut tx = crate::context::begin().await?;
    let written = tx.start_prescription(id, patient, &prescription).await;
    Ok(tx.finish(patient, written).await?)
}

/// Stops a prescription today, with a reason; any treating provider.
#[server(endpoint = "stop_prescription", input = Json)]
pub async fn stop_prescription(prescription: PrescriptionId, reason: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.stop_prescription(prescription, &reason).await;
    Ok(tx.finish(prescription, done).await?)
}

/// Marks a prescription as entered in error, with a reason; who prescribed it, or any treating provider when they can't.
#[server(endpoint = "mark_prescription_entered_in_error", input = Json)]
pub async fn mark_prescription_entered_in_error(prescription: PrescriptionId, reason: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.mark_prescription_entered_in_error(prescription, &reason).await;
    Ok(tx.finish(prescription, done).await?)
}
