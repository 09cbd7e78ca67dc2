//! An emergency access, as the patient reads of it.

use leptos::prelude::*;
use model::break_glass::BreakGlassNotice;

use super::badge::{Badge, Tone};

/// Who, when and why, and what the administrator found.
///
/// # Arguments
/// What can be done about it stands below, as children.
#[component]
pub fn BreakGlassEntry(notice: BreakGlassNotice, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let BreakGlassNotice { who, from, until, reason, review, .. } = notice;
    let machine = from.at.to_rfc3339();
    let time = if from.date() == until.date() {
        format!("{} to {}", from.display(), until.local.format("%H:%M"))
    } else {
        format!("{} to {}", from.display(), until.display())
    };
    let review = match review {
        None => view! { <p class="muted">"The clinic's administrator reviews it; what they find will stand here."</p> }
            .into_any(),
        Some(review) => {
            let tone = if review.is_justified { Tone::Good } else { Tone::Danger };
            view! { <p><Badge tone label=review.label()/>" "<span class="prose">{review.verdict}</span></p> }.into_any()
        }
    };
    view! {
        <li class="entry entry-body break-glass-entry">
            <div class="entry-head">
                <h3 class="entry-title">{format!("{who} opened your record in an emergency")}</h3>
                <Badge tone=Tone::Warning label="Emergency access"/>
            </div>
            <p class="muted"><time datetime=machine>{time}</time></p>
            <p class="prose">{format!("Their reason: {reason}")}</p>
            {review}
            {children.map(|children| children())}
        </li>
    }
}
