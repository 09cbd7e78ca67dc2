//! Documents of a record. Files come in through `POST /documents` and leave through
//! `GET /documents/{id}/download`, which redirects to a signed URL: both are routes of the server.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    document::Document,
    id::{DocumentId, PatientId},
    page::{Cursor, Page},
};

use super::ApiError;

/// A page of a record's documents, the latest first.
#[server(endpoint = "list_documents", input = Json)]
pub async fn list_documents(patient: PatientId, after: Option<Cursor>) -> Result<Page<Document>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let page = tx.list_documents(patient, after.as_ref()).await;
    Ok(tx.finish(patient, page).await?)
}

/// Marks a document reviewed; any treating provider. Doing it twice keeps the first time.
#[server(endpoint = "mark_document_reviewed", input = Json)]
pub async fn mark_document_reviewed(document: DocumentId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.mark_document_reviewed(document).await;
    Ok(tx.finish(document, done).await?)
}

/// Marks a document as entered in error, with a reason: the patient can't read it any more.
#[server(endpoint = "mark_document_entered_in_error", input = Json)]
pub async fn mark_document_entered_in_error(document: DocumentId, reason: String) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.mark_document_entered_in_error(document, &reason).await;
    Ok(tx.finish(document, done).await?)
}
