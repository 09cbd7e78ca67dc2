//! Asking a colleague to cover.

use leptos::{ev::SubmitEvent, prelude::*};
use model::{id::CoverId, relationship::CoverForm};
use uuid::Uuid;

use super::choice::{ColleagueChoice, ColleagueField, with_colleagues};
use crate::{
    api::relationships::AskCover,
    components::{
        confirmation::Confirmation,
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, TextField, refusal_of},
        opening::{Opening, OpeningDialog},
        session::use_session,
    },
};

/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn AskDialog(opening: Opening<()>, confirmation: Confirmation, on_done: Callback<String>) -> impl IntoView {
    let session = use_session();
    let form = move |choice: ColleagueChoice| async move {
        let zone = session.clinic().await.map(|clinic| clinic.time_zone).unwrap_or_default();
        view! { <AskForm opening confirmation on_done choice zone/> }.into_any()
    };
    let content = move |()| with_colleagues(form);
    view! { <OpeningDialog id="ask-cover" opening title="Ask for a cover".to_owned() content/> }
}

#[component]
fn AskForm(
    opening: Opening<()>,
    confirmation: Confirmation,
    on_done: Callback<String>,
    choice: ColleagueChoice,
    zone: String,
) -> impl IntoView {
    let ask = ServerAction::<AskCover>::new();
    let answer = ask.value();
    let (colleague, until) = (choice.chosen, RwSignal::new(String::new()));
    // Sent again after a lost answer, it is the same question.
    let id = CoverId(Uuid::now_v7());
    opening.finish_on(answer, move || {
        on_done.run("The colleague has been asked. The cover begins once they have accepted.".to_owned())
    });
    let ask_them = move || {
        if !ask.pending().get_untracked() {
            let form = CoverForm { colleague: colleague.get_untracked(), until: until.get_untracked() };
            ask.dispatch(AskCover { id, form });
        }
    };
    confirmation.watch(answer, ask_them);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        ask_them();
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" on:submit=send novalidate>
            <p>"The colleague reads and writes the charts of all your patients, once they have accepted and until the time you set. Either of you can end it before."</p>
            <ColleagueField name="colleague" choice error/>
            <TextField
                label="Until"
                name="until"
                kind="datetime-local"
                hint=format!("In the clinic's time zone, {zone}; 90 days at most.")
                value=until
                error
                is_required=true
            />
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Ask" pending=ask.pending()/>
            </DialogActions>
        </form>
    }
}
