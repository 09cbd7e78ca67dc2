use chrono::NaiveDate;
use leptos::prelude::*;
use model::break_glass::UnreviewedBreakGlass;

use crate::components::{
    button::{Button, use_script},
    date::TimeWithAge,
    opening::Opening,
    state::EmptyState,
};

/// The emergency accesses that wait for a review, the oldest first.
pub fn emergencies(
    unreviewed: Vec<UnreviewedBreakGlass>,
    today: NaiveDate,
    opening: Opening<UnreviewedBreakGlass>,
) -> AnyView {
    let content = if unreviewed.is_empty() {
        let advice = "When a provider opens a chart in an emergency, it waits here for your verdict.";
        view! { <EmptyState title="No emergency access to review" advice/> }.into_any()
    } else {
        let entries = unreviewed.into_iter().map(|access| entry(access, today, opening)).collect_view();
        view! { <ul class="entries">{entries}</ul> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="emergencies">
            <h2 id="emergencies">"Emergency accesses"</h2>
            {content}
        </section>
    }
    .into_any()
}

fn entry(access: UnreviewedBreakGlass, today: NaiveDate, opening: Opening<UnreviewedBreakGlass>) -> AnyView {
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get());
    let subject = access.clone();
    let open = move |_| opening.open(subject.clone());
    let UnreviewedBreakGlass { who, from, until, reason, what, .. } = access;
    let about = format!(" by {who}, {}", from.display());
    let until = format!("until {}", until.display());
    let did = format!("So far, they {}.", what.join(", "));
    view! {
        <li class="entry entry-body">
            <h3 class="entry-title">{format!("{who} opened a chart in an emergency")}</h3>
            <p class="muted"><TimeWithAge time=from today/>", "{until}</p>
            <p class="prose">{format!("The reason: {reason}")}</p>
            <p class="muted">{did}</p>
            <div class="button-row">
                <Button disabled on_click=open>
                    <span>"Review"<span class="visually-hidden">{about}</span></span>
                </Button>
            </div>
        </li>
    }
    .into_any()
}
