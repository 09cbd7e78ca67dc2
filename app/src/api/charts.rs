//! A chart as a whole: its header, who treats the patient, the patient's own account.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    chart::{ChartHeader, Colleague, InvitationLink},
    id::{PatientId, ProviderId},
};

use super::ApiError;

/// What stands above a chart's tabs, for a treating provider.
#[server(name = ChartHeaderRequest, endpoint = "chart_header", input = Json)]
pub async fn chart_header(patient: PatientId) -> Result<ChartHeader, ApiError> {
    let mut tx = crate::context::begin().await?;
    let header = tx.chart_header(patient).await;
    Ok(tx.finish(patient, header).await?)
}

/// The header of the signed-in patient's own record.
///
/// # Errors
/// [`ApiError::NotFound`] when the account is linked to no record.
#[server(endpoint = "my_record", input = Json)]
pub async fn my_record() -> Result<ChartHeader, ApiError> {
    let mut tx = crate::context::begin().await?;
    let header = tx.my_record().await;
    Ok(tx.finish(crate::context::Asked::OWN_RECORD, header).await?)
}

/// Verified colleagues by part of the name or the specialty: at most 20, who don't treat the patient yet.
#[server(endpoint = "find_colleagues", input = Json)]
pub async fn find_colleagues(patient: PatientId, search: String) -> Result<Vec<Colleague>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let colleagues = tx.find_colleagues(patient, &search).await;
    Ok(tx.finish(patient, colleagues).await?)
}

/// Shares the chart with a verified colleague, who then treats the patient, too.
///
/// # Errors
/// [`ApiError::ConfirmationRequired`].
#[server(endpoint = "share_chart", input = Json)]
pub async fn share_chart(patient: PatientId, colleague: ProviderId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.share_chart(patient, colleague).await;
    Ok(tx.finish(patient, done).await?)
}

/// The colleagues with whom the caller shared the chart, and who treat the patient for that.
#[server(endpoint = "list_shares", input = Json)]
pub async fn list_shares(patient: PatientId) -> Result<Vec<Colleague>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let colleagues = tx.list_shares(patient).await;
    Ok(tx.finish(patient, colleagues).await?)
}

/// Ends the treatment of a colleague with whom the caller shared the chart.
///
/// # Errors
/// [`ApiError::Invalid`] with the field `colleague` when nobody else would treat the patient.
#[server(endpoint = "end_share", input = Json)]
pub async fn end_share(patient: PatientId, colleague: ProviderId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.end_share(patient, colleague).await;
    Ok(tx.finish(patient, done).await?)
}

/// Makes a link with which the patient sets up an account; an earlier link of the record stops working.
///
/// # Errors
/// [`ApiError::Changed`] when the record is linked already; [`ApiError::ConfirmationRequired`].
#[server(endpoint = "invite_patient", input = Json)]
pub async fn invite_patient(patient: PatientId) -> Result<InvitationLink, ApiError> {
    crate::context::invite_patient(patient).await
}
