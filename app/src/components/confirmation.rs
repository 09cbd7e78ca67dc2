//! Asking somebody to prove again who they are, before what a browser left open mustn't do.

use leptos::{ev::SubmitEvent, prelude::*};
use model::own_account::PasskeyAnswer;

use super::{
    dialog::{Dialog, DialogActions},
    form::{ActionMessage, SubmitButton, TextField, refusal_of},
    passkey::{PasskeyButton, PasskeyTask, get},
};
use crate::api::{
    ApiError,
    own_account::ConfirmIdentity,
    passkeys::{begin_passkey_confirmation, confirm_by_passkey},
};

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
        self.watch_error(refusal_of(answer), again);
    }

    /// The same where there is no action, but its error.
    pub fn watch_error(self, error: Signal<Option<ApiError>>, again: impl Fn() + Send + Sync + 'static) {
        let again = Callback::new(move |()| again());
        Effect::new(move || {
            if error.with(|error| matches!(error, Some(ApiError::ConfirmationRequired))) {
                self.again.set(Some(again));
                self.is_open.set(true);
            }
        });
    }
}

/// Asks for the password, the code of an authenticator or a passkey. It stands once on a page, and opens above other dialogs.
#[component]
pub fn ConfirmationDialog(confirmation: Confirmation) -> impl IntoView {
    let Confirmation { is_open, again } = confirmation;
    let confirm = ServerAction::<ConfirmIdentity>::new();
    let answer = confirm.value();
    let proof = RwSignal::new(String::new());
    let task = PasskeyTask::default();
    let finish = move || {
        proof.set(String::new());
        is_open.set(false);
        if let Some(again) = again.get_untracked() {
            again.run(());
        }
    };
    Effect::new(move || {
        if answer.with(|answer| matches!(answer, Some(Ok(())))) {
            finish();
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
            <PasskeyButton label="Use a passkey instead" task on_click=move |()| task.run(by_passkey(), finish)/>
        </Dialog>
    }
}

async fn by_passkey() -> Result<(), ApiError> {
    let asked = begin_passkey_confirmation().await?;
    let credential = get(&asked.options).await?;
    confirm_by_passkey(PasskeyAnswer { ceremony: asked.ceremony, credential }).await
}
