//! Merging two records of one person, and undoing it.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::{
    id::{MergeId, PatientId},
    merge::{MergeCandidate, MergeRequest, RecordComparison},
};

use super::ApiError;

/// Other patients of the caller's whose record may be the same person's: those who look like it, or who match the search.
#[server(endpoint = "find_merge_candidates", input = Json)]
pub async fn find_merge_candidates(patient: PatientId, search: String) -> Result<Vec<MergeCandidate>, ApiError> {
    let mut tx = crate::context::begin().await?;
    let candidates = tx.find_merge_candidates(patient, &search).await;
    Ok(tx.finish(patient, candidates).await?)
}

/// Two records side by side, before `merged` becomes a part of `survivor`.
#[server(endpoint = "compare_records", input = Json)]
pub async fn compare_records(survivor: PatientId, merged: PatientId) -> Result<RecordComparison, ApiError> {
    let mut tx = crate::context::begin().await?;
    let comparison = tx.compare_records(survivor, merged).await;
    Ok(tx.finish(survivor, comparison).await?)
}

/// Merges a record into another one. Sending it again changes nothing.
///
/// # Errors
/// [`ApiError::Changed`] when either has another version by now; [`ApiError::Invalid`] with the field `reason`, or
/// `merged` when something is in the way; [`ApiError::ConfirmationRequired`].
#[server(endpoint = "merge_records", input = Json)]
pub async fn merge_records(request: MergeRequest) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.merge_records(&request).await;
    Ok(tx.finish(request.survivor, done).await?)
}

/// Takes a merge apart again.
#[server(endpoint = "undo_merge", input = Json)]
pub async fn undo_merge(merge: MergeId) -> Result<(), ApiError> {
    let mut tx = crate::context::begin().await?;
    let done = tx.undo_merge(merge).await;
    Ok(tx.finish(merge, done).await?)
}
