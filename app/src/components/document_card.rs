//! A document of a record, as a card.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::document::{Document, FileFormat, display_size};

use super::{
    badge::{Badge, Tone},
    button::Look,
    date::DateWithAge,
    icon::{Icon, Symbol},
    url::with_query,
};

/// What a document is, when it came, and how to get it; with what else one can do as children.
///
/// # Arguments
/// `from` is the address of the page that it is on: a download that fails leads back there.
#[component]
pub fn DocumentCard(
    document: Document,
    today: NaiveDate,
    from: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let Document { id, document_type, format, description, uploaded_at, uploaded_by_name, size, .. } = document;
    let state = match (&document.entered_in_error, document.reviewed_at) {
        (Some(_), _) => view! { <Badge tone=Tone::Danger label="Entered in error"/> },
        (None, None) => view! { <Badge tone=Tone::Warning label="Pending review"/> },
        (None, Some(_)) => view! { <Badge tone=Tone::Good label="Reviewed"/> },
    };
    let is_error = document.entered_in_error.is_some();
    let reason = document.entered_in_error.map(|error| view! { <p class="error-reason">{error.words()}</p> });
    let format = match format {
        FileFormat::Pdf => "PDF",
        FileFormat::Jpeg => "JPEG",
    };
    let by = if uploaded_by_name.is_empty() { String::new() } else { format!(", by {uploaded_by_name}") };
    let title = if description.is_empty() { document_type.label().to_owned() } else { description };
    let title_id = format!("document-{id}");
    let described_by = title_id.clone();
    let download = with_query(&format!("/documents/{id}/download"), &[("from", &from)]);
    view! {
        <li class="card document-card" class:in-error=is_error>
            <div class="document-badges"><Badge label=document_type.label()/>{state}</div>
            <p class="document-title" id=title_id>{title}</p>
            {reason}
            <p class="muted"><DateWithAge date=uploaded_at.date() today/></p>
            <p class="muted">{format!("{format}, {}{by}", display_size(size))}</p>
            <div class="button-row">
                // Not the router's: the server answers with an address of the bucket.
                <a class=Look::Plain.class() href=download rel="external" aria-describedby=described_by>
                    <Icon symbol=Symbol::Download/>"Download"
                </a>
                {children.map(|children| children())}
            </div>
        </li>
    }
}
