//! The provider's patients: the dashboard, registering, demographics, allergies.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    allergy::AllergiesForm,
    chart::PatientVersion,
    dashboard::{DashboardCounts, PatientQuery, PatientRow},
    id::PatientId,
    page::Page,
    patient::{DemographicsForm, Registration},
};

use super::ApiError;

/// The dashboard's four cards.
#[server(name = DashboardCountsRequest, endpoint = "dashboard_counts", input = Json)]
pub async fn dashboard_counts() -> Result<DashboardCounts, ApiError> {
    let mut tx = crate::context::begin().await?;
    let counts = tx.dashboard_counts().await?;
    tx.commit().await?;
    Ok(counts)
}

/// A page of the caller's patients.
#[server(endpoint = "list_patients", input = Json)]
pub async fn list_patients(query: PatientQuery) -> Result<Page<PatientRow>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_patients(&query).await?;
    tx.commit().await?;
    Ok(page)
}

/// Registers a new patient, whom the caller then treats.
///
/// # Arguments
/// `id` is made by the page, so that sending the form twice registers one patient; `not_duplicates` are the possible
/// duplicates that the caller was shown, and who are somebody else.
///
/// # Errors
/// [`ApiError::SavedOtherwise`] when the patient was registered under this id, with other demographics.
#[server(endpoint = "register_patient", input = Json)]
pub async fn register_patient(
    id: PatientId,
    form: DemographicsForm,
    not_duplicates: Vec<PatientId>,
) -> Result<Registration, ApiError> {
    let mut tx = crate::context::begin().await?;
    let demographics = form.parse(tx.today()).map_err(ApiError::Invalid)?;
    let registration = tx.register_patient(id, &demographics, &not_duplicates).await;
    Ok(tx.finish(id, registration).await?)
}

/// Replaces a patient's demographics; what they were before is kept.
///
/// # Errors
/// [`ApiError::Changed`] when the row has another `version` by now.
#[server(endpoint = "update_demographics", input = Json)]
pub async fn update_demographics(patient: PatientId, version: i32, form: DemographicsForm) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let demographics = form.parse(tx.today()).map_err(ApiError::Invalid)?;
    let done = tx.update_demographics(patient, version, &demographics).await;
    Ok(tx.finish(patient, done).await?)
}

/// What the record said of its patient before each edit, the newest first.
#[server(endpoint = "list_patient_versions", input = Json)]
pub async fn list_patient_versions(patient: PatientId) -> Result<Vec<PatientVersion>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let versions = tx.list_patient_versions(patient).await;
    Ok(tx.finish(patient, versions).await?)
}

/// Replaces a patient's allergies and what is known of them; the earlier rows are kept as no longer active.
///
/// # Errors
/// [`ApiError::Changed`] when the row has another `version` by now.
#[server(endpoint = "update_allergies", input = Json)]
pub async fn update_allergies(patient: PatientId, version: i32, form: AllergiesForm) -> Result<(), ApiError> {
    let form = form.parse().map_err(ApiError::Invalid)?;
    let mut tx = crate::context::begin().await?;
    let done = tx.update_allergies(patient, version, &form).await;
    Ok(tx.finish(patient, done).await?)
}
