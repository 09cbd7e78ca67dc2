//! Handing a patient over to a colleague, who accepts or declines.

use leptos::{ev::SubmitEvent, prelude::*};
use model::id::HandoverId;
use uuid::Uuid;

use super::state::OpenChart;
use crate::{
    api::relationships::AskHandover,
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, refusal_of},
        opening::OpeningDialog,
    },
    pages::colleagues::{ColleagueChoice, ColleagueField, with_colleagues},
};

#[component]
pub fn HandoverDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.handover;
    view! { <OpeningDialog id="hand-over" opening title=chart.title("Hand over") content=move |()| handover(chart)/> }
}

fn handover(chart: OpenChart) -> AnyView {
    with_colleagues(move |choice| async move { view! { <HandoverForm chart choice/> }.into_any() })
}

#[component]
fn HandoverForm(chart: OpenChart, choice: ColleagueChoice) -> impl IntoView {
    let opening = chart.dialogs.handover;
    let ask = ServerAction::<AskHandover>::new();
    let answer = ask.value();
    let chosen = choice.chosen;
    // Sent again after a lost answer, it is the same question.
    let id = HandoverId(Uuid::now_v7());
    opening.finish_on(answer, move || {
        chart.done.set("The colleague has been asked. You treat the patient until they have accepted.".to_owned())
    });
    let ask_them = move || {
        if let (false, Ok(colleague)) = (ask.pending().get_untracked(), chosen.get_untracked().parse()) {
            ask.dispatch(AskHandover { id, patient: chart.patient, colleague });
        }
    };
    chart.dialogs.confirmation.watch(answer, ask_them);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        ask_them();
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" on:submit=send>
            <p>
                "The colleague sees the patient's name and date of birth, and accepts or declines. "
                "Until then you go on treating the patient; once they accept, they do, and you can't open this chart any more."
            </p>
            <ColleagueField name="handover-colleague" choice error/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Ask to take over" pending=ask.pending()/>
            </DialogActions>
        </form>
    }
}
