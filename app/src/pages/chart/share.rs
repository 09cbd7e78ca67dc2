//! The dialog that shares the chart with a colleague, who then treats the patient, too, and that ends it.

mod confirm;
mod ending;
mod shares;

use leptos::prelude::*;
use model::chart::Colleague;

use self::{confirm::Confirm, ending::Ending, shares::Shares};
use super::state::OpenChart;
use crate::{
    api::charts::find_colleagues,
    components::{finder::Finder, opening::OpeningDialog},
};

#[component]
pub fn ShareDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.share;
    view! { <OpeningDialog id="share-chart" opening title=chart.title("Share chart") content=move |()| share(chart)/> }
}

/// What is asked about whom.
#[derive(Clone, PartialEq, Eq)]
enum Question {
    Share(Colleague),
    End(Colleague),
}

/// First the search, then the confirmation, which names both sides.
fn share(chart: OpenChart) -> AnyView {
    let chosen = RwSignal::new(None::<Question>);
    let search = RwSignal::new(String::new());
    view! {
        {move || match chosen.get() {
            None => view! { <Search chart search chosen/> }.into_any(),
            Some(Question::Share(colleague)) => view! { <Confirm chart colleague chosen/> }.into_any(),
            Some(Question::End(colleague)) => view! { <Ending chart colleague chosen/> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Search(chart: OpenChart, search: RwSignal<String>, chosen: RwSignal<Option<Question>>) -> impl IntoView {
    let found = LocalResource::new(move || find_colleagues(chart.patient, search.get()));
    let choose = move |colleague: Colleague| chosen.set(Some(Question::Share(colleague)));
    view! {
        <div class="form">
            <Finder
                id="share-search"
                label="Colleague's name or specialty"
                list="Colleagues"
                search
                found
                nothing
                words
                choose
            />
        </div>
        <Shares chart chosen/>
    }
}

fn nothing(_: &str) -> &'static str {
    "No verified colleague who doesn't treat the patient yet matches."
}

fn words(colleague: Colleague) -> AnyView {
    let Colleague { display_name, specialty, .. } = colleague;
    view! { <strong>{display_name}</strong>" "<span class="muted">{specialty}</span> }.into_any()
}
