use chrono::NaiveDate;
use leptos::prelude::*;
use model::access::SealStop;

use crate::components::{badge::Tone, date::TimeWithAge, state::Notice};

/// That the audit's seals stand still, and what to do.
pub fn seal_stop(stop: Option<SealStop>, today: NaiveDate) -> AnyView {
    let Some(SealStop { since, cause }) = stop else { return ().into_any() };
    view! {
        <Notice tone=Tone::Danger>
            <p>
                <strong>"The audit isn't sealed any more, since "<TimeWithAge time=since today/>"."</strong>
                " Events are still written, but a later change of them wouldn't show: " {cause.in_words()} "."
            </p>
            <p>
                "If the database was restored from a copy, or the bucket was lost, run "
                <code>"server audit resume --reason …"</code> " on the server. If neither happened, somebody has changed "
                "the audit: run " <code>"server audit verify"</code> ", and keep a copy of the database and the bucket first."
            </p>
        </Notice>
    }
    .into_any()
}
