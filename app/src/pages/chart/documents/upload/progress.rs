//! The progress bar and the dialog's buttons.

use leptos::prelude::*;

use super::sending::{Sending, Stage};
use crate::components::button::Button;

/// The element that says how far it is.
const STAGE: &str = "upload-stage";

/// How far an upload is, and the dialog's buttons: while it is on its way, the one beside the verb cancels it, until
/// everything is sent.
#[component]
pub fn Progress(
    sending: Sending,
    open: RwSignal<bool>,
    #[prop(into)] on_cancel: Callback<()>,
    children: Children,
) -> impl IntoView {
    let stage = sending.stage();
    let is_on = sending.pending();
    let percent = move || match stage.get() {
        Stage::Idle | Stage::Looking => 0.0,
        Stage::Sending(share) => (share * 100.0).floor(),
        Stage::Checking => 100.0,
    };
    let words = move || match stage.get() {
        Stage::Idle => String::new(),
        Stage::Looking => "Looking at the file…".to_owned(),
        Stage::Sending(_) => format!("{} % sent", percent()),
        Stage::Checking => "Checking the file… It is sent and can't be cancelled any more.".to_owned(),
    };
    let cancel = move |_| match stage.get_untracked() {
        Stage::Idle => open.set(false),
        Stage::Looking | Stage::Sending(_) => on_cancel.run(()),
        Stage::Checking => {}
    };
    let is_late = move || stage.get() == Stage::Checking;
    view! {
        {move || is_on.get().then(|| view! {
            <div class="upload-progress">
                <progress aria-label="Upload" max="100" value=percent></progress>
                <span role="status" id=STAGE>{words}</span>
            </div>
        })}
        <div class="dialog-actions">
            {children()}
            <Button
                on_click=cancel
                attr:aria-disabled=move || is_late().then_some("true")
                attr:aria-describedby=move || is_late().then_some(STAGE)
            >
                {move || if is_on.get() { "Cancel upload" } else { "Cancel" }}
            </Button>
        </div>
    }
}
