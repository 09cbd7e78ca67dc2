//! The dialog that shares the chart with a colleague, who then treats the patient, too.

use std::time::Duration;

use leptos::{ev::SubmitEvent, leptos_dom::helpers::debounce, prelude::*};
use model::chart::Colleague;

use super::state::OpenChart;
use crate::{
    api::charts::{ShareChart, find_colleagues},
    components::{
        button::Button,
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, refusal_of},
        opening::OpeningDialog,
        state::{ErrorState, TableSkeleton},
    },
};

/// Long enough that a word typed at once is one request.
const TYPING_PAUSE: Duration = Duration::from_millis(200);

#[component]
pub fn ShareDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.share;
    view! { <OpeningDialog id="share-chart" opening title=chart.title("Share chart") content=move |()| share(chart)/> }
}

/// First the search, then the confirmation, which names both sides.
fn share(chart: OpenChart) -> AnyView {
    let chosen = RwSignal::new(None::<Colleague>);
    let search = RwSignal::new(String::new());
    view! {
        {move || match chosen.get() {
            None => view! { <Search chart search chosen/> }.into_any(),
            Some(colleague) => view! { <Confirm chart colleague chosen/> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Search(chart: OpenChart, search: RwSignal<String>, chosen: RwSignal<Option<Colleague>>) -> impl IntoView {
    let found = LocalResource::new(move || find_colleagues(chart.patient, search.get()));
    let type_in = StoredValue::new(debounce(TYPING_PAUSE, move |text: String| search.set(text)));
    let list = move || {
        Suspend::new(async move {
            match found.await {
                Ok(found) if found.is_empty() => {
                    view! { <p role="status">"No verified colleague who doesn't treat the patient yet matches."</p> }
                        .into_any()
                }
                Ok(found) => {
                    let choice = |colleague: Colleague| {
                        let name = colleague.display_name.clone();
                        let specialty = colleague.specialty.clone();
                        view! {
                            <li>
                                <button type="button" class="colleague" on:click=move |_| chosen.set(Some(colleague.clone()))>
                                    <strong>{name}</strong>" "<span class="muted">{specialty}</span>
                                </button>
                            </li>
                        }
                    };
                    let choices = found.into_iter().map(choice).collect_view();
                    view! { <ul class="colleagues" aria-label="Colleagues">{choices}</ul> }.into_any()
                }
                Err(error) => view! { <ErrorState error/> }.into_any(),
            }
        })
    };
    view! {
        <div class="form">
            <div class="field">
                <label for="share-search">"Colleague's name or specialty"</label>
                <input
                    id="share-search"
                    type="search"
                    class="input"
                    autocomplete="off"
                    maxlength="100"
                    value=search.get_untracked()
                    on:input:target=move |event| {
                        let text = event.target().value();
                        type_in.update_value(|type_in| type_in(text));
                    }
                />
            </div>
            <Transition fallback=|| view! { <TableSkeleton rows=3/> }>{list}</Transition>
        </div>
    }
}

#[component]
fn Confirm(chart: OpenChart, colleague: Colleague, chosen: RwSignal<Option<Colleague>>) -> impl IntoView {
    let opening = chart.dialogs.share;
    let Colleague { id, display_name, specialty } = colleague;
    let patient = chart.header.with_untracked(|header| header.demographics.full_name());
    let question = match specialty.as_str() {
        "" => format!("Share {patient}'s chart with {display_name}?"),
        specialty => format!("Share {patient}'s chart with {display_name} ({specialty})?"),
    };
    let share = ServerAction::<ShareChart>::new();
    let answer = share.value();
    let done = format!("{patient}'s chart is shared with {display_name}.");
    Effect::new(move || {
        if let Some(Ok(())) = answer.get() {
            opening.finish();
            chart.refresh_header(&done);
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if !share.pending().get_untracked() {
            share.dispatch(ShareChart { patient: chart.patient, colleague: id });
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" on:submit=send>
            <p><strong>{question}</strong></p>
            <p>"They then treat the patient, too: they read the whole chart and write in it, from now on."</p>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Share chart" pending=share.pending()/>
                <Button on_click=move |_| chosen.set(None)>"Choose someone else"</Button>
            </DialogActions>
        </form>
    }
}
