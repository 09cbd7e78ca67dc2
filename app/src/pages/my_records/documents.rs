//! The patient's documents.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::document::Document;

use super::tab::RecordTab;
use crate::components::document_card::DocumentCard;

#[component]
pub fn DocumentCards(documents: Vec<Document>, today: NaiveDate) -> impl IntoView {
    let card = |document| view! { <DocumentCard document today from=RecordTab::Documents.address(None)/> };
    view! { <ul class="document-cards">{documents.into_iter().map(card).collect_view()}</ul> }
}
