//! The Demographics tab: who the patient is, how to reach them, their allergies; each with its form.

mod allergies;
mod edit;
mod facts;
mod versions;

use leptos::prelude::*;
use model::chart::ChartHeader;

use self::facts::groups;
pub use self::{
    allergies::AllergiesDialog,
    edit::DemographicsDialog,
    facts::{Fact, all, known},
    versions::EarlierDialog,
};
use super::state::OpenChart;
use crate::components::{button::Button, icon::Symbol};

#[component]
pub fn DemographicsTab(chart: OpenChart) -> impl IntoView {
    let version = move || chart.header.with_untracked(|header| header.version);
    let is_emergency = Memo::new(move |_| chart.header.with(ChartHeader::is_emergency));
    let is_edited = Memo::new(move |_| chart.header.with(|header| header.version > 1));
    let groups = move || {
        let ChartHeader { demographics, allergy_status, allergies, .. } = chart.header.get();
        // The header says when they aren't known to be so any more.
        let is_current = chart.header_error.read().is_none();
        let allergies = is_current.then(|| ("Allergies", known(allergy_status, allergies)));
        groups(demographics).into_iter().chain(allergies).map(|(title, facts)| group(title, facts)).collect_view()
    };
    view! {
        <div class="panel-tools">
            {move || (!is_emergency.get()).then(|| view! {
                <Button symbol=Symbol::Edit disabled=chart.is_static on_click=move |_| chart.dialogs.demographics.open_version(version(), |_, _| true)>
                    "Edit demographics"
                </Button>
                <Button symbol=Symbol::Edit disabled=chart.is_static on_click=move |_| chart.dialogs.allergies.open_version(version(), |_, _| true)>
                    "Edit allergies"
                </Button>
            })}
            {move || is_edited.get().then(|| view! {
                <Button disabled=chart.is_static on_click=move |_| chart.dialogs.earlier.open(version())>
                    "Earlier versions"
                </Button>
            })}
        </div>
        <div class="fact-groups">{groups}</div>
    }
}

fn group(title: &'static str, facts: Vec<Fact>) -> AnyView {
    let fact = |(label, text): Fact| {
        let text = if text.is_empty() {
            view! { <span class="muted">"Not recorded"</span> }.into_any()
        } else {
            text.into_any()
        };
        view! { <div><dt>{label}</dt><dd>{text}</dd></div> }
    };
    view! {
        <section class="card">
            <h2>{title}</h2>
            <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        </section>
    }
    .into_any()
}
