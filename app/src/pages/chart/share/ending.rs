use leptos::{ev::SubmitEvent, prelude::*};
use model::chart::Colleague;

use super::Question;
use crate::{
    api::charts::EndShare,
    components::{
        button::{Button, Look},
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, focus, refusal_of},
    },
    pages::chart::state::OpenChart,
};

const QUESTION: &str = "end-share-question";

/// Asks before a chart isn't shared any more.
#[component]
pub fn Ending(chart: OpenChart, colleague: Colleague, chosen: RwSignal<Option<Question>>) -> impl IntoView {
    let opening = chart.dialogs.share;
    let Colleague { id, display_name, .. } = colleague;
    let patient = chart.header.with_untracked(|header| header.demographics.full_name());
    let question = format!("Stop sharing {patient}'s chart with {display_name}?");
    let end = ServerAction::<EndShare>::new();
    let answer = end.value();
    let done = format!("{patient}'s chart isn't shared with {display_name} any more.");
    Effect::new(move || {
        if let Some(Ok(())) = answer.get() {
            chart.refresh_header(&done, opening);
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if !end.pending().get_untracked() {
            end.dispatch(EndShare { patient: chart.patient, colleague: id });
        }
    };
    let error = refusal_of(answer);
    // The button that chose the colleague is gone, and the focus with it.
    request_animation_frame(|| focus(QUESTION));
    view! {
        <form class="form" on:submit=send>
            <p id=QUESTION tabindex="-1"><strong>{question}</strong></p>
            <p>
                "They can't open it any more, from now on, unless they cover for somebody who treats the patient. "
                "What they wrote stays in it, and you can share it with them again."
            </p>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="End sharing" look=Look::Danger pending=end.pending()/>
                <Button on_click=move |_| chosen.set(None)>"Go back"</Button>
            </DialogActions>
        </form>
    }
}
