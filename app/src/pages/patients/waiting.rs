//! What colleagues wait for, on the dashboard.

use leptos::prelude::*;
use model::dashboard::DashboardCounts;

use crate::{
    api::ApiError,
    components::{badge::Tone, state::Notice},
};

/// A line that leads to the questions; nothing without any.
#[component]
pub fn Waiting(counts: Resource<Result<DashboardCounts, ApiError>>) -> impl IntoView {
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let text = match counts.await.map_or(0, |counts| counts.waiting_questions) {
                    0 => return ().into_any(),
                    1 => "A colleague waits for your answer: ".to_owned(),
                    count => format!("{count} questions of colleagues wait for your answer: "),
                };
                view! { <Notice tone=Tone::Warning><p>{text}<a href="/colleagues">"see what they ask"</a></p></Notice> }.into_any()
            })}
        </Suspense>
    }
}
