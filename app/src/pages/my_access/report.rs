use leptos::{ev::SubmitEvent, prelude::*};
use model::{access::Access, id::AccessReportId};
use uuid::Uuid;

use crate::{
    api::access::ReportAccess,
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, TextArea, refusal_of},
        opening::{Opening, OpeningDialog},
    },
};

/// Reports an access to the administrator.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn ReportDialog(opening: Opening<Access>, on_done: Callback<String>) -> impl IntoView {
    let title = opening.text(|access| format!("Report the access of {}", access.who));
    let content = move |access| view! { <ReportForm access opening on_done/> }.into_any();
    view! { <OpeningDialog id="report-access" opening title content/> }
}

#[component]
fn ReportForm(access: Access, opening: Opening<Access>, on_done: Callback<String>) -> impl IntoView {
    let report = ServerAction::<ReportAccess>::new();
    let answer = report.value();
    let text = RwSignal::new(String::new());
    // Sent again after a lost answer, it is the same report.
    let (id, event) = (AccessReportId(Uuid::now_v7()), access.event);
    opening.finish_on(answer, move || {
        on_done.run("Your report is with the administrator. What came of it will stand here.".to_owned())
    });
    let send = move |submitted: SubmitEvent| {
        submitted.prevent_default();
        if !report.pending().get_untracked() {
            report.dispatch(ReportAccess { id, event, text: text.get_untracked() });
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" on:submit=send novalidate>
            <p>
                "The clinic's administrator sees this access, what you write, and your email address; "
                "nothing else of your record."
            </p>
            <TextArea label="Why you don't recognise it" name="text" value=text error is_required=true/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Send the report" pending=report.pending()/>
            </DialogActions>
        </form>
    }
}
