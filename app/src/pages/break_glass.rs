//! `/break-glass`: a provider opens the chart of a patient whom they don't treat, in an emergency.

mod form;
mod running;

use leptos::prelude::*;

use self::{form::BreakGlassFields, running::Running};
use crate::{
    api::break_glass::list_break_glass,
    components::{
        badge::Tone,
        page::PageHeader,
        provider_only::ProviderOnly,
        state::{ErrorState, Notice, TableSkeleton},
    },
};

const TITLE: &str = "Emergency access";

/// Emergency access.
pub fn view() -> AnyView {
    let overview = Resource::new(|| (), |()| list_break_glass());
    let begin = ServerAction::new();
    view! {
        <ProviderOnly title=TITLE>
            <PageHeader title=TITLE/>
            <div class="entrance">
                <Transition fallback=|| view! { <TableSkeleton/> }>
                    {move || Suspend::new(async move {
                        match overview.await {
                            Ok(overview) => view! {
                                <Running running=overview.running/>
                                <Warning hours=overview.hours/>
                                <BreakGlassFields begin/>
                            }
                            .into_any(),
                            Err(error) => view! { <ErrorState error/> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        </ProviderOnly>
    }
    .into_any()
}

/// What follows, before anything is typed.
#[component]
fn Warning(hours: u64) -> impl IntoView {
    let lasts = if hours == 1 { "an hour".to_owned() } else { format!("{hours} hours") };
    view! {
        <Notice tone=Tone::Warning>
            <p><strong>"Only for a patient whom you don't treat, whose care can't wait."</strong></p>
            <ul class="consequences">
                <li>"Everything that you open and write is recorded under emergency access."</li>
                <li>"The patient is told: your name, the time, and the reason that you give."</li>
                <li>"The administrator reviews it, and the patient reads the verdict."</li>
            </ul>
            <p>
                {format!("The chart closes by itself after {lasts}. You can read it, and write visits with their prescriptions, addenda and private notes; ")}
                "not change what else it says, and not share it."
            </p>
        </Notice>
    }
}
