//! The question before a chart is shared, which names both sides.

use leptos::{ev::SubmitEvent, prelude::*};
use model::chart::Colleague;

use super::Question;
use crate::{
    api::charts::ShareChart,
    components::{
        button::Button,
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, focus, refusal_of},
    },
    pages::chart::state::OpenChart,
};

const QUESTION: &str = "share-question";

#[component]
pub fn Confirm(chart: OpenChart, colleague: Colleague, chosen: RwSignal<Option<Question>>) -> impl IntoView {
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
            chart.refresh_header(&done, opening);
        }
    });
    let share_it = move || _ = share.dispatch(ShareChart { patient: chart.patient, colleague: id });
    chart.dialogs.confirmation.watch(answer, share_it);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if !share.pending().get_untracked() {
            share_it();
        }
    };
    let error = refusal_of(answer);
    // The button that chose the colleague is gone, and the focus with it.
    request_animation_frame(|| focus(QUESTION));
    view! {
        <form class="form" on:submit=send>
            <p id=QUESTION tabindex="-1"><strong>{question}</strong></p>
            <p>"They then treat the patient, too: they read the whole chart and write in it, from now on."</p>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Share chart" pending=share.pending()/>
                <Button on_click=move |_| chosen.set(None)>"Choose someone else"</Button>
            </DialogActions>
        </form>
    }
}
