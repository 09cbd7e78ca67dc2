//! Asking somebody to prove again who they are, before what a browser left open mustn't do.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    dialog::{Dialog, DialogActions},
    form::{ActionMessage, SubmitButton, TextField, refusal_of},
};
use crate::api::{ApiError, own_account::ConfirmIdentity};

/// Whether the dialog is open, and what to call again when it was answered.
#[derive(Clone, Copy)]
pub struct Confirmation {
    is_open: RwSignal<bool>,
    again: RwSignal<Option<Callback<()>>>,
}

impl Default for Confirmation {
    fn default() -> Self {
        Self { is_open: RwSignal::new(false), again: RwSignal::new(None) }
    }
}

impl Confirmation {
    /// Opens the dialog where the action's answer is [`ApiError::ConfirmationRequired`], and then calls `again`.
    pub fn watch<T: Send + Sync + 'static>(
        self,
        answer: MappedSignal<Option<Result<T, ApiError>>>,
        again: impl Fn() + Send + Sync + 'static,
    ) {
        let again = Callback::new(move |()| again());
        Effect::new(move || {
            if answer.with(|answer| matches!(answer, Some(Err(ApiError::ConfirmationRequired)))) {
                self.again.set(Some(again));
                self.is_open.set(true);
            }
        });
    }
}

/// Asks for the password or the code of an authenticator. It stands once on a page, and opens above other dialogs.
#[component]
pub fn ConfirmationDialog(confirmation: Confirmation) -> impl IntoView {
    let Confirmation { is_open, again } = confirmation;
    let confirm = ServerAction::<ConfirmIdentity>::new();
    let answer = confirm.value();
    let proof = RwSignal::new(String::new());
    Effect::new(move || {
        if answer.with(|answer| matches!(answer, Some(Ok(())))) {
            proof.set(String::new());
            is_open.set(false);
            if let Some(again) = again.get_untracked() {
                again.run(());
            }
        }
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if !confirm.pending().get_untracked() {
            confirm.dispatch(ConfirmIdentity { proof: proof.get_untracked() });
        }
    };
    let error = refusal_of(answer);
    view! {
        <Dialog id="confirmation" open=is_open title="Confirm that it is you">
            <form class="form" on:submit=send>
                <p>"You signed in a while ago. So that nobody else does this at a browser that you left open, say who you are."</p>
                <TextField
                    label="Password, or a code of your authenticator"
                    name="proof"
                    id="confirmation-proof"
                    kind="password"
                    value=proof
                    autocomplete="current-password"
                    error
                    is_required=true
                />
                <ActionMessage error/>
                <DialogActions open=is_open>
                    <SubmitButton label="Confirm" pending=confirm.pending()/>
                </DialogActions>
            </form>
        </Dialog>
    }
}
