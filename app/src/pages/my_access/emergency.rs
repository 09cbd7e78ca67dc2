use leptos::prelude::*;
use model::break_glass::BreakGlassNotice;

use crate::components::break_glass::BreakGlassEntry;

/// Every emergency access, with its reason and what the administrator found; nothing when there was none.
pub fn emergencies(notices: Vec<BreakGlassNotice>) -> AnyView {
    if notices.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack" aria-labelledby="emergency">
            <h2 id="emergency">"Emergency access"</h2>
            <ul class="entries">{notices.into_iter().map(|notice| view! { <BreakGlassEntry notice/> }).collect_view()}</ul>
        </section>
        <h2>"Every access"</h2>
    }
    .into_any()
}
