//! The patient's documents.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::document::Document;

use crate::components::document_card::DocumentCard;

#[component]
pub fn DocumentCards(documents: Vec<Document>, today: NaiveDate) -> impl IntoView {
    view! {
        <ul class="document-cards">
            {documents.into_iter().map(|document| view! { <DocumentCard document today/> }).collect_view()}
        </ul>
    }
}
