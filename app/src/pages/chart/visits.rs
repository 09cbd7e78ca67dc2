//! The Visits tab: the trends, and the visits, each of which unfolds.

mod amend;
mod fields;
mod new_visit;
mod row;
mod versions;

use leptos::prelude::*;
use model::{clinic::age_in_years, page::Page, visit::Visit, vitals::VitalsAt};

use self::row::visit_row;
pub use self::{amend::AmendDialog, new_visit::NewVisitDialog, versions::VersionsDialog};
use super::{address::Tab, panel::TabPager, state::OpenChart};
use crate::components::{
    button::{Button, Look},
    icon::Symbol,
    state::EmptyState,
    time_zone::TimeZoneNote,
    vitals_trends::VitalsTrends,
};

/// From this age on, an adult's normal ranges hold.
const ADULT: u32 = 18;

#[component]
pub fn VisitsTab(chart: OpenChart, page: Page<Visit>, vitals: Vec<VitalsAt>, is_later: bool) -> impl IntoView {
    let Page { rows, next } = page;
    let born = chart.header.with_untracked(|header| header.demographics.date_of_birth);
    let trends = vitals.last().map(|last| last.time.date()).map(|last| {
        let has_ranges = age_in_years(born, last) >= ADULT;
        view! { <VitalsTrends vitals has_ranges/> }
    });
    let list = if rows.is_empty() {
        empty(chart, is_later)
    } else {
        let zone = chart.calendar.time_zone();
        view! {
            <div class="visit-heads" aria-hidden="true">
                <span>"Date"</span><span>"Provider"</span><span>"Chief complaint"</span><span>"Diagnosis"</span>
            </div>
            <ul class="visit-list" aria-label="Visits">
                {rows.into_iter().map(|visit| visit_row(chart, visit)).collect_view()}
            </ul>
            <TimeZoneNote zone/>
        }
        .into_any()
    };
    view! {
        {trends}
        {list}
        <TabPager chart tab=Tab::Visits latest="Latest visits" earlier="Earlier visits" is_later next/>
    }
}

fn empty(chart: OpenChart, is_later: bool) -> AnyView {
    if is_later {
        return view! { <EmptyState title="No earlier visits" advice="Go back to the latest ones."/> }.into_any();
    }
    view! {
        <EmptyState title="No visits yet" advice="The first visit that somebody writes stands here, with its vital signs as plots above.">
            <Button look=Look::Primary symbol=Symbol::Plus disabled=chart.is_static on_click=move |_| chart.dialogs.visit.open(())>
                "New visit"
            </Button>
        </EmptyState>
    }
    .into_any()
}
