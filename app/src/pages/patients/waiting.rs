//! What colleagues wait for, on the dashboard.

use leptos::prelude::*;
use model::relationship::Arrangements;

use crate::{
    api::ApiError,
    components::{badge::Tone, state::Notice},
};

/// A line that leads to the questions; nothing without any.
#[component]
pub fn Waiting(arrangements: Resource<Result<Arrangements, ApiError>>) -> impl IntoView {
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let text = match arrangements.await.map(|arrangements| arrangements.waiting()).unwrap_or(0) {
                    0 => return ().into_any(),
                    1 => "A colleague waits for your answer: ".to_owned(),
                    count => format!("{count} questions of colleagues wait for your answer: "),
                };
                view! { <Notice tone=Tone::Warning><p>{text}<a href="/colleagues">"see what they ask"</a></p></Notice> }.into_any()
            })}
        </Suspense>
    }
}
