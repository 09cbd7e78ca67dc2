use leptos::prelude::*;
use model::chart::Colleague;

use super::Question;
use crate::{
    api::charts::list_shares,
    components::{
        button::{Button, Look},
        state::ErrorState,
    },
    pages::chart::state::OpenChart,
};

/// With whom the caller shared the chart, each with the way to end it; nothing where there is nobody.
#[component]
pub fn Shares(chart: OpenChart, chosen: RwSignal<Option<Question>>) -> impl IntoView {
    let shares = LocalResource::new(move || list_shares(chart.patient));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match shares.await {
                    Ok(shares) if shares.is_empty() => ().into_any(),
                    Ok(shares) => listed(shares, chosen),
                    Err(error) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn listed(shares: Vec<Colleague>, chosen: RwSignal<Option<Question>>) -> AnyView {
    let entry = |colleague: Colleague| {
        let of = format!(" with {}", colleague.display_name);
        let (name, specialty) = (colleague.display_name.clone(), colleague.specialty.clone());
        let end = move |_| chosen.set(Some(Question::End(colleague.clone())));
        view! {
            <li class="entry entry-body">
                <div class="entry-head">
                    <p><strong>{name}</strong>" "<span class="muted">{specialty}</span></p>
                    <Button look=Look::Danger on_click=end>
                        <span>"End sharing"<span class="visually-hidden">{of}</span></span>
                    </Button>
                </div>
            </li>
        }
    };
    view! {
        <section class="shares">
            <h3>"You share it with"</h3>
            <ul class="entries" aria-label="You share it with">{shares.into_iter().map(entry).collect_view()}</ul>
        </section>
    }
    .into_any()
}
