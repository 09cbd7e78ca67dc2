//! `/colleagues`: what a provider has arranged with colleagues, and what waits for an answer.

mod ask;
mod choice;
mod entries;
mod step;

use leptos::prelude::*;
use model::relationship::Arrangements;

pub use self::choice::{ColleagueChoice, ColleagueField, with_colleagues};
use self::{
    ask::AskDialog,
    entries::{cover, handover},
    step::{Step, StepDialog},
};
use super::administration::Done;
use crate::{
    api::relationships::list_arrangements,
    components::{
        button::{Button, Look, use_script},
        confirmation::{Confirmation, ConfirmationDialog},
        icon::Symbol,
        opening::Opening,
        page::PageHeader,
        provider_only::ProviderOnly,
        state::{EmptyState, ErrorState, NeedsScript, TableSkeleton},
    },
};

/// Handovers and covers.
pub fn view() -> AnyView {
    let list = Resource::new(|| (), |()| list_arrangements());
    let (step, done) = (Opening::default(), RwSignal::new(String::new()));
    let confirmation = Confirmation::default();
    let (asking, has_script) = (Opening::default(), use_script());
    let disabled = Signal::derive(move || !has_script.get());
    let on_done = Callback::new(move |text| {
        done.set(text);
        list.refetch();
    });
    view! {
        <ProviderOnly title="Colleagues">
            <PageHeader title="Colleagues">
                <Button look=Look::Primary symbol=Symbol::Plus disabled on_click=move |_| asking.open(())>"Ask for a cover"</Button>
                <NeedsScript task="Arranging something with a colleague"/>
            </PageHeader>
            <p class="page-lead">
                "While a colleague covers for you, they read and write the charts of all your patients. "
                "To hand a patient over for good, open the chart."
            </p>
            <Done done/>
            <Transition fallback=|| view! { <TableSkeleton rows=4/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(arrangements) => shown(arrangements, step),
                        Err(error) => view! { <ErrorState error/> }.into_any(),
                    }
                })}
            </Transition>
            <StepDialog opening=step confirmation on_done/>
            <AskDialog opening=asking confirmation on_done/>
            <ConfirmationDialog confirmation/>
        </ProviderOnly>
    }
    .into_any()
}

fn shown(arrangements: Arrangements, step: Opening<Step>) -> AnyView {
    let Arrangements { handovers, covers } = arrangements;
    let (asked, asking): (Vec<_>, Vec<_>) = handovers.into_iter().partition(|handover| !handover.is_mine);
    let (mine, theirs): (Vec<_>, Vec<_>) = covers.into_iter().partition(|cover| cover.is_mine);
    let (running, waiting): (Vec<_>, Vec<_>) = theirs.into_iter().partition(|cover| cover.is_accepted);
    let entry_of_handover = move |handed| handover(handed, step);
    let entry_of_cover = move |covered| cover(covered, step);
    let waiting: Vec<_> =
        waiting.into_iter().map(entry_of_cover).chain(asked.into_iter().map(entry_of_handover)).collect();
    view! {
        {section("Waiting for your answer", waiting, "Nothing waits for you", "A colleague's question stands here.")}
        {section(
            "You cover for",
            running.into_iter().map(entry_of_cover).collect(),
            "You cover for nobody",
            "Their patients then stand in your list, marked as covered.",
        )}
        {section(
            "Your covers",
            mine.into_iter().map(entry_of_cover).collect(),
            "Nobody covers for you",
            "Before you are away, ask a colleague.",
        )}
        {section(
            "You hand over",
            asking.into_iter().map(entry_of_handover).collect(),
            "No handover is open",
            "A patient whom you hand over stands here until the colleague has answered.",
        )}
    }
    .into_any()
}

fn section(title: &'static str, entries: Vec<AnyView>, empty: &'static str, advice: &'static str) -> AnyView {
    let content = if entries.is_empty() {
        view! { <EmptyState title=empty advice/> }.into_any()
    } else {
        view! { <ul class="entries" aria-label=title>{entries}</ul> }.into_any()
    };
    view! { <section class="arrangements"><h2>{title}</h2>{content}</section> }.into_any()
}
