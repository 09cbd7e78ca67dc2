//! The lists behind the dashboard's cards, each over the caller's own patients.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    dashboard::{DocumentRow, PrescriptionRow, VisitRow},
    page::{Cursor, Page},
};

use super::ApiError;

/// The visits of this week, Monday to Sunday in the clinic's time zone, in order of time.
#[server(endpoint = "list_visits_this_week", input = Json)]
pub async fn list_visits_this_week(after: Option<Cursor>) -> Result<Page<VisitRow>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_visits_this_week(after.as_ref()).await?;
    tx.commit().await?;
    Ok(page)
}

/// The prescriptions that are active today, by patient's name.
#[server(endpoint = "list_active_prescriptions", input = Json)]
pub async fn list_active_prescriptions(after: Option<Cursor>) -> Result<Page<PrescriptionRow>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_active_prescriptions(after.as_ref()).await?;
    tx.commit().await?;
    Ok(page)
}

/// The documents nobody has reviewed yet, the oldest first.
#[server(endpoint = "list_pending_documents", input = Json)]
pub async fn list_pending_documents(after: Option<Cursor>) -> Result<Page<DocumentRow>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_pending_documents(after.as_ref()).await?;
    tx.commit().await?;
    Ok(page)
}
