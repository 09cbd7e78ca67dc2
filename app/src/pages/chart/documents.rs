//! The Documents tab.

mod upload;

use leptos::prelude::*;
use model::{chart::ChartHeader, document::Document, page::Page};

pub use self::upload::UploadDialog;
use super::{
    address::{Address, Tab},
    panel::TabPager,
    state::OpenChart,
    task::Task,
};
use crate::{
    api::documents::mark_document_reviewed,
    components::{
        button::{Button, Look},
        document_card::DocumentCard,
        form::Refusal,
        icon::Symbol,
        state::EmptyState,
    },
};

#[component]
pub fn DocumentsTab(chart: OpenChart, page: Page<Document>, is_later: bool) -> impl IntoView {
    let Page { rows, next } = page;
    let content = match (rows.is_empty(), is_later) {
        (true, false) if chart.header.with_untracked(ChartHeader::is_emergency) => {
            let advice = "Whoever treats the patient files them; emergency access doesn't.";
            view! { <EmptyState title="No documents" advice/> }.into_any()
        }
        (true, false) => view! {
            <EmptyState title="No documents" advice="Upload a PDF or a JPEG of up to 10 MB: a lab result, a referral, a letter.">
                <Button symbol=Symbol::Upload disabled=chart.is_static on_click=move |_| chart.dialogs.document.open(())>
                    "Upload document"
                </Button>
            </EmptyState>
        }
        .into_any(),
        (true, true) => view! { <EmptyState title="No earlier documents" advice="Go back to the latest ones."/> }.into_any(),
        (false, _) => {
            let cards = rows.into_iter().map(|document| card(chart, document)).collect_view();
            view! { <ul class="document-cards" aria-label="Documents">{cards}</ul> }.into_any()
        }
    };
    view! {
        {content}
        <TabPager chart tab=Tab::Documents latest="Latest documents" earlier="Earlier documents" is_later next/>
    }
}

fn card(chart: OpenChart, document: Document) -> AnyView {
    let id = document.id;
    let today = untrack(|| chart.calendar.today());
    let title = match document.description.as_str() {
        "" => document.document_type.label().to_owned(),
        description => description.to_owned(),
    };
    // Emergency access reads documents, and marks none.
    let is_markable = document.entered_in_error.is_none() && !chart.header.with_untracked(ChartHeader::is_emergency);
    let is_pending = is_markable && document.reviewed_at.is_none();
    let described_by = format!("document-{id}");
    let review = Action::new(move |(): &()| mark_document_reviewed(id));
    let answer = review.value();
    Effect::new(move || {
        if let Some(Ok(())) = answer.get() {
            chart.refresh("Document marked as reviewed.");
        }
    });
    let disabled = Signal::derive(move || chart.is_static.get() || review.pending().get());
    let mark = move || chart.dialogs.task.open(Task::MarkDocument(id, title.clone()));
    let reviewed = is_pending.then(|| {
        let on_click = move |_| _ = review.dispatch(());
        view! { <Button disabled on_click attr:aria-describedby=described_by.clone()>"Mark reviewed"</Button> }
    });
    let in_error = is_markable.then(|| {
        let on_click = move |_| mark();
        view! {
            <Button look=Look::Quiet disabled=chart.is_static on_click attr:aria-describedby=described_by.clone()>
                "Mark entered in error"
            </Button>
        }
    });
    let refusal = move || {
        let error = answer.get()?.err()?;
        Some(view! { <div class="field-error" role="alert"><div><Refusal error/></div></div> })
    };
    let from = Address::of(chart.patient, Tab::Documents).href();
    view! { <DocumentCard document today from>{reviewed}{in_error}{refusal}</DocumentCard> }.into_any()
}
