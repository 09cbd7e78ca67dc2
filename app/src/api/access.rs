//! Who looked at a record; and what the administrator may know of it.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    access::{Access, AccessReport, SecurityEvents},
    id::{AccessReportId, AuditEventId, PatientId},
    page::{Cursor, Page},
};

use super::ApiError;

/// Who did what with a record, the latest first: for the patient, and for whoever treats them without an end.
#[server(endpoint = "list_access", input = Json)]
pub async fn list_access(patient: PatientId, after: Option<Cursor>) -> Result<Page<Access>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_access(patient, after.as_ref()).await;
    Ok(tx.finish(patient, page).await?)
}

/// The patient reports an access to their own record to the administrator.
///
/// # Errors
/// [`ApiError::Invalid`] with the field `text`.
#[server(endpoint = "report_access", input = Json)]
pub async fn report_access(id: AccessReportId, event: AuditEventId, text: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.report_access(id, event, &text).await;
    Ok(tx.finish(event, done).await?)
}

/// The reports that nobody has closed yet, the oldest first; for the administrator.
#[server(endpoint = "list_access_reports", input = Json)]
pub async fn list_access_reports() -> Result<Vec<AccessReport>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let reports = tx.list_access_reports().await;
    Ok(tx.finish(crate::context::Asked::ADMINISTRATION, reports).await?)
}

/// Closes a report with a verdict, which the patient reads.
///
/// # Errors
/// [`ApiError::Invalid`] with the field `verdict`.
#[server(endpoint = "close_access_report", input = Json)]
pub async fn close_access_report(report: AccessReportId, verdict: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.close_access_report(report, &verdict).await;
    Ok(tx.finish(report, done).await?)
}

/// Ends the access that a report is about, where somebody else gave it; for the administrator.
///
/// # Errors
/// [`ApiError::Invalid`] with the field `report` when nobody else would treat the patient.
#[server(endpoint = "end_reported_access", input = Json)]
pub async fn end_reported_access(report: AccessReportId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.end_reported_access(report).await;
    Ok(tx.finish(report, done).await?)
}

/// The events that concern the clinic's security, the latest first; for the administrator.
#[server(endpoint = "list_security_events", input = Json)]
pub async fn list_security_events(after: Option<Cursor>) -> Result<SecurityEvents, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_security_events(after.as_ref()).await;
    Ok(tx.finish(crate::context::Asked::ADMINISTRATION, page).await?)
}
