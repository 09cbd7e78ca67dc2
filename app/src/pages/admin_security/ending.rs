use leptos::prelude::*;
use model::access::{AccessReport, EndableAccess};

use crate::{
    api::access::EndReportedAccess,
    components::{
        button::Look,
        confirm::ConfirmForm,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
    },
};

/// Asks before the access ends that a report is about.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn EndReportedDialog(opening: Opening<AccessReport>, on_done: Callback<String>) -> impl IntoView {
    let title = opening.text(|report| format!("End the access of {}", report.who));
    let content = move |report| view! { <EndForm report opening on_done/> }.into_any();
    view! { <OpeningDialog id="end-reported-access" opening title content/> }
}

#[component]
fn EndForm(report: AccessReport, opening: Opening<AccessReport>, on_done: Callback<String>) -> impl IntoView {
    let end = ServerAction::<EndReportedAccess>::new();
    let answer = end.value();
    let AccessReport { id, who, endable, .. } = report;
    let explanation = match endable {
        Some(EndableAccess::Caregiver) => {
            format!(
                "A provider let {who} in. From now on they can't read this record any more, and the patient is told."
            )
        }
        _ => format!(
            "A colleague shared this record with {who}. From now on they can't open it any more, unless they cover for somebody who \
             treats the patient. The patient and whoever treats them see it in the history. If nobody else treats the patient, \
             this is refused."
        ),
    };
    let done = format!("What was given to {who} has ended. The report waits for your verdict still.");
    opening.finish_on(answer, move || on_done.run(done.clone()));
    let on_confirm = move |()| _ = end.dispatch(EndReportedAccess { report: id });
    view! {
        <ConfirmForm
            verb="End access"
            look=Look::Danger
            pending=end.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm
        >
            <p>{explanation}</p>
        </ConfirmForm>
    }
}
