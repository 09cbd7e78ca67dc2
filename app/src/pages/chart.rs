//! `/patients/:id`: a patient's chart.

mod access;
mod actions;
mod address;
mod allergy_conflicts;
mod calendar;
mod caregivers;
mod changed;
mod content;
mod demographics;
mod documents;
mod emergency;
mod handover;
mod header;
mod invite;
mod merge;
mod names;
mod panel;
mod prescriptions;
mod relationship;
mod share;
mod state;
mod task;
mod visits;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect};

use self::{
    actions::{ChartActions, ChartDialogs},
    address::Address,
    header::HeaderCard,
    merge::IncludedRecords,
    panel::{ChartTabs, Panel},
    relationship::CoverNotice,
    state::OpenChart,
};
use super::not_found::NotFound;
use crate::{
    api::{ApiError, charts::chart_header},
    components::{
        page::PageHeader,
        provider_only::ProviderOnly,
        session::use_session,
        state::{ErrorState, TableSkeleton},
    },
};

/// The chart: the header that stays, and the tab that the address asks for.
pub fn view() -> AnyView {
    let address = address::use_address();
    let patient = Memo::new(move |_| address.with(|address| address.patient));
    // With whose it was asked for: a record that was merged into another one answers with that one's.
    let header = Resource::new(
        move || patient.get(),
        |asked| async move { chart_header(asked).await.map(|header| (asked, header)) },
    );
    let content = Resource::new(move || address.get(), content::load);
    let session = use_session();
    view! {
        <ProviderOnly title="Chart">
            <Transition fallback=|| view! { <TableSkeleton/> }>
                {move || Suspend::new(async move {
                    let answer = header.await;
                    match (answer, session.clinic().await) {
                        (Ok((asked, header)), _) if header.id != asked => {
                            // It has no content of its own, and says so: only then the page says that it moved.
                            _ = content.await;
                            let tab = address.with_untracked(|address| address.tab);
                            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                            view! { <Redirect path=Address::of(header.id, tab).href() options/> }.into_any()
                        }
                        (Ok((_, header)), Ok(clinic)) => {
                            let chart = OpenChart::new(header, clinic, address, content);
                            view! { <Whole chart/> }.into_any()
                        }
                        (Err(ApiError::NotFound), _) => view! { <NotFound/> }.into_any(),
                        (Err(error), _) | (_, Err(error)) => refused(error),
                    }
                })}
            </Transition>
        </ProviderOnly>
    }
    .into_any()
}

#[component]
fn Whole(chart: OpenChart) -> impl IntoView {
    view! {
        <HeaderCard chart/>
        <CoverNotice chart/>
        <IncludedRecords chart/>
        <ChartActions chart/>
        <ChartTabs chart/>
        <Panel chart/>
        <ChartDialogs chart/>
    }
}

fn refused(error: ApiError) -> AnyView {
    view! { <PageHeader title="Chart"/><ErrorState error/> }.into_any()
}
