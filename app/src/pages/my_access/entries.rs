use leptos::prelude::*;
use model::{
    access::{Access, ReportState},
    page::Page,
};

use super::PATH;
use crate::components::{
    access::AccessEntry,
    badge::{Badge, Tone},
    button::{Button, use_script},
    opening::Opening,
    state::EmptyState,
    table::Pager,
    url::with_query,
};

/// The page's lines, with the way to the next page.
pub fn entries(page: Page<Access>, is_later: bool, opening: Opening<Access>) -> AnyView {
    let Page { rows, next } = page;
    let content = if rows.is_empty() {
        view! { <EmptyState title="Nobody else has looked" advice="Once somebody opens your record, it stands here."/> }
            .into_any()
    } else {
        view! { <ul class="entries">{rows.into_iter().map(|access| entry(access, opening)).collect_view()}</ul> }
            .into_any()
    };
    let first = is_later.then(|| PATH.to_owned());
    let next = next.map(|after| with_query(PATH, &[("after", &after.0)]));
    view! {
        {content}
        <Pager first next/>
    }
    .into_any()
}

fn entry(access: Access, opening: Opening<Access>) -> AnyView {
    let below = match access.report.clone() {
        None => report_button(access.clone(), opening),
        Some(ReportState::Open) => {
            view! { <p><Badge tone=Tone::Warning label="Reported"/>" The administrator is looking into it."</p> }
                .into_any()
        }
        Some(ReportState::Closed { verdict }) => {
            view! { <p><Badge tone=Tone::Good label="Looked into"/>" "{verdict}</p> }.into_any()
        }
    };
    view! { <AccessEntry access>{below}</AccessEntry> }.into_any()
}

fn report_button(access: Access, opening: Opening<Access>) -> AnyView {
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get());
    let about = format!(" of {}, {}", access.who, access.from.display());
    let open = move |_| opening.open(access.clone());
    view! {
        <div class="button-row">
            <Button disabled on_click=open>
                <span>"I don't recognise this"<span class="visually-hidden">{about}</span></span>
            </Button>
        </div>
    }
    .into_any()
}
