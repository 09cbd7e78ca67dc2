//! The dashboard's four cards, each leading to what it counts.

use leptos::prelude::*;
use model::{count::display_count, dashboard::DashboardCounts};

use crate::{
    api::ApiError,
    components::{
        icon::{Icon, Symbol},
        state::{CardsSkeleton, ErrorState},
    },
};

#[component]
pub fn CountCards(counts: Resource<Result<DashboardCounts, ApiError>>) -> impl IntoView {
    view! {
        <Suspense fallback=|| view! { <CardsSkeleton/> }>
            {move || Suspend::new(async move {
                match counts.await {
                    Ok(counts) => cards(counts),
                    Err(error) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn cards(counts: DashboardCounts) -> AnyView {
    let cards = [
        ("/patients", Symbol::Patients, "Total patients", counts.total_patients),
        ("/visits", Symbol::Visit, "Visits this week", counts.visits_this_week),
        ("/prescriptions", Symbol::Prescription, "Active prescriptions", counts.active_prescriptions),
        ("/documents", Symbol::Document, "Pending documents", counts.pending_documents),
    ];
    let card = |(href, symbol, name, count): (&'static str, Symbol, &'static str, i64)| {
        view! {
            <li>
                <a class="count-card" href=href>
                    <Icon symbol/>
                    <span class="count-card-name">{name}</span>
                    <span class="count-card-count">{display_count(count)}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="count-cards" aria-label="At a glance">{cards.map(card).collect_view()}</ul> }.into_any()
}
