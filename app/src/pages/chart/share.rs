//! The dialog that shares the chart with a colleague, who then treats the patient, too.

mod confirm;

use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*};
use model::chart::Colleague;

use self::confirm::Confirm;
use super::state::OpenChart;
use crate::{
    api::charts::find_colleagues,
    components::{
        form::focus,
        opening::OpeningDialog,
        state::{ErrorState, TableSkeleton},
    },
};

/// Long enough that a word typed at once is one request.
const TYPING_PAUSE: Duration = Duration::from_millis(200);

const SEARCH: &str = "share-search";

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
    // As when the dialog opens; afterwards, the button that led back here is gone.
    request_animation_frame(|| focus(SEARCH));
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
                <label for=SEARCH>"Colleague's name or specialty"</label>
                <input
                    id=SEARCH
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
