//! The patient's documents.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{document::Document, id::PatientId};

use super::tab::RecordTab;
use crate::components::document_card::DocumentCard;

/// # Arguments
/// `record`: whose it is, as the address says.
#[component]
pub fn DocumentCards(documents: Vec<Document>, today: NaiveDate, record: Option<PatientId>) -> impl IntoView {
    let card = |document| view! { <DocumentCard document today from=RecordTab::Documents.address(record, None)/> };
    view! { <ul class="document-cards">{documents.into_iter().map(card).collect_view()}</ul> }
}
