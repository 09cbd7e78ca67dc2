//! When somebody else has saved while a form was filled in: what was typed stays, beside what is saved now.

use leptos::prelude::*;

use super::{demographics::Fact, state::OpenChart};
use crate::{
    api::ApiError,
    components::{
        badge::{Badge, Tone},
        state::Notice,
    },
};

/// What is saved now, once the server has refused a form because of it.
///
/// # Arguments
/// `before` is what the form was made from; `now` what is saved, `None` until it is known.
#[component]
pub fn ChangedMeanwhile(
    #[prop(into)] error: Signal<Option<ApiError>>,
    before: Vec<Fact>,
    #[prop(into)] now: Signal<Option<Vec<Fact>>>,
) -> impl IntoView {
    let before = StoredValue::new(before);
    let shown = move |now: Vec<Fact>| {
        let facts = now.into_iter().map(move |fact| {
            let is_new = before.with_value(|before| !before.contains(&fact));
            let (label, text) = fact;
            let text = if text.is_empty() { "Not recorded".to_owned() } else { text };
            let changed = is_new.then(|| view! { " "<Badge tone=Tone::Warning label="Changed"/> });
            view! { <div><dt>{label}</dt><dd class="prose">{text}{changed}</dd></div> }
        });
        view! {
            <p>"What you typed stays here. Save again to put it in the place of what is saved now."</p>
            <details class="saved-now">
                <summary>"Show what is saved now"</summary>
                <dl class="facts">{facts.collect_view()}</dl>
            </details>
        }
    };
    let notice = move || match now.get() {
        Some(now) => shown(now).into_any(),
        None => view! { <p>"What you typed stays here. What is saved now can't be shown yet: save again to try."</p> }
            .into_any(),
    };
    move || is_changed(&error).then(|| view! { <Notice tone=Tone::Neutral>{notice}</Notice> })
}

/// The version that a form on the header's data is sent against: the newest one, once somebody was told that there is
/// one.
pub fn version_of_header(chart: OpenChart, first: i32, error: Signal<Option<ApiError>>) -> StoredValue<i32> {
    let version = StoredValue::new(first);
    Effect::new(move || {
        if is_changed(&error) {
            chart.fetch_header();
        }
    });
    Effect::new(move || {
        let newest = chart.header.with(|header| header.version);
        if untrack(|| is_changed(&error)) {
            version.set_value(newest);
        }
    });
    version
}

/// Whether the server refused because somebody else has saved.
pub fn is_changed(error: &Signal<Option<ApiError>>) -> bool {
    error.with(|error| *error == Some(ApiError::Changed))
}
