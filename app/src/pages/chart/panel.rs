//! The tabs, and the one that is open.

use leptos::{html, prelude::*};
use model::page::Cursor;

use super::{
    access::AccessTab,
    address::{Address, Tab},
    content::{Content, OfTab},
    demographics::DemographicsTab,
    documents::DocumentsTab,
    prescriptions::PrescriptionsTab,
    state::OpenChart,
    visits::VisitsTab,
};
use crate::components::{
    icon::{Icon, Symbol},
    state::{ErrorState, TableSkeleton},
    tabs::{self, Tabs},
};

/// The tabs as links, which work before the script does.
#[component]
pub fn ChartTabs(chart: OpenChart) -> impl IntoView {
    let tabs = Tab::ALL.map(|tab| tabs::Tab {
        href: Address::of(chart.patient, tab).href(),
        label: tab.label(),
        hint: "",
        is_current: Signal::derive(move || chart.address.with(|address| address.tab == tab)),
    });
    view! { <Tabs label="Chart" tabs=tabs.into()/> }
}

#[component]
pub fn Panel(chart: OpenChart) -> impl IntoView {
    let element = NodeRef::<html::Section>::new();
    let label = move || chart.address.with(|address| address.tab.label());
    let is_drawn = StoredValue::new(false);
    // The button that opened a dialog is gone when its list is drawn anew, and the focus with it.
    let keep_focus = move || {
        Effect::new(move || {
            if is_drawn.try_update_value(|is_drawn| std::mem::replace(is_drawn, true)) == Some(true) {
                request_animation_frame(move || focus_if_lost(element));
            }
        });
    };
    view! {
        <section class="chart-panel" aria-label=label tabindex="-1" node_ref=element>
            <Transition fallback=|| view! { <TableSkeleton/> }>
                {move || {
                    // Drawn anew when a day has passed: how long ago something was is part of it.
                    chart.calendar.today();
                    Suspend::new(async move {
                        let answer = chart.content.await;
                        keep_focus();
                        match answer {
                            Ok(content) if content.patient == chart.patient => shown(chart, content),
                            Ok(_) => view! { <TableSkeleton/> }.into_any(),
                            Err(error) => view! { <ErrorState error/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </section>
    }
}

fn shown(chart: OpenChart, Content { is_later, of_tab, .. }: Content) -> AnyView {
    match of_tab {
        OfTab::Demographics => view! { <DemographicsTab chart/> }.into_any(),
        OfTab::Visits(page, vitals) => view! { <VisitsTab chart page vitals is_later/> }.into_any(),
        OfTab::Prescriptions(page) => view! { <PrescriptionsTab chart page is_later/> }.into_any(),
        OfTab::Access(page) => view! { <AccessTab chart page is_later/> }.into_any(),
        OfTab::Documents(page) => view! { <DocumentsTab chart page is_later/> }.into_any(),
    }
}

fn focus_if_lost(panel: NodeRef<html::Section>) {
    let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    if let (true, Some(panel)) = (is_lost, panel.get_untracked()) {
        // It only fails for an element that has just been removed.
        _ = panel.focus();
    }
}

/// Links to the latest and to the earlier rows of a tab's list.
#[component]
pub fn TabPager(
    chart: OpenChart,
    tab: Tab,
    latest: &'static str,
    earlier: &'static str,
    is_later: bool,
    #[prop(optional_no_strip)] next: Option<Cursor>,
) -> impl IntoView {
    let start = Address::of(chart.patient, tab);
    let first = is_later.then(|| start.href());
    let next = next.map(|after| start.at(after).href());
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {first.map(|href| view! { <a class="button" href=href><Icon symbol=Symbol::Previous/>{latest}</a> })}
                {next.map(|href| view! { <a class="button" href=href rel="next">{earlier}<Icon symbol=Symbol::Next/></a> })}
            </nav>
        }
    })
}
