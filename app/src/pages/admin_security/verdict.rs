use leptos::{ev::SubmitEvent, prelude::*};
use model::access::AccessReport;

use crate::{
    api::access::CloseAccessReport,
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, TextArea, refusal_of},
        opening::{Opening, OpeningDialog},
    },
};

/// Closes a report with a verdict.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn VerdictDialog(opening: Opening<AccessReport>, on_done: Callback<String>) -> impl IntoView {
    let title = opening.text(|report| format!("Close the report of {}", report.reported_by));
    let content = move |report| view! { <VerdictForm report opening on_done/> }.into_any();
    view! { <OpeningDialog id="close-report" opening title content/> }
}

#[component]
fn VerdictForm(report: AccessReport, opening: Opening<AccessReport>, on_done: Callback<String>) -> impl IntoView {
    let close = ServerAction::<CloseAccessReport>::new();
    let answer = close.value();
    let verdict = RwSignal::new(String::new());
    let id = report.id;
    opening.finish_on(answer, move || on_done.run("The report is closed. The patient reads your verdict.".to_owned()));
    let send = move |submitted: SubmitEvent| {
        submitted.prevent_default();
        if !close.pending().get_untracked() {
            close.dispatch(CloseAccessReport { report: id, verdict: verdict.get_untracked() });
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" on:submit=send novalidate>
            <p>"The patient reads what you write. It can't be changed afterwards."</p>
            <TextArea label="Verdict" name="verdict" value=verdict error is_required=true/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Close the report" pending=close.pending()/>
            </DialogActions>
        </form>
    }
}
