use leptos::{ev::SubmitEvent, prelude::*};
use model::own_account::PasskeyAnswer;

use super::super::OpenAccount;
use crate::{
    api::{
        ApiError,
        passkeys::{add_passkey, begin_passkey},
    },
    components::{
        button::{Look, use_script},
        form::{ActionMessage, SubmitButton, TextField},
        passkey::{PasskeyTask, create, use_passkeys},
    },
};

/// Names a new passkey, and lets the browser make it.
#[component]
pub fn AddPasskey(open: OpenAccount) -> impl IntoView {
    let has_passkeys = use_passkeys();
    let has_script = use_script();
    let task = PasskeyTask::default();
    let name = RwSignal::new(String::new());
    let add = move || {
        task.run(new_passkey(name.get_untracked()), move || {
            name.set(String::new());
            open.finish("The passkey is added. Your other browsers are signed out. You sign in with it from now on, without a password.");
        });
    };
    open.confirmation.watch_error(task.error(), add);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        add();
    };
    let unsupported = move || {
        let explanation = "This browser has no passkeys, or not at this address.";
        has_script.get().then(|| view! { <p class="muted">{explanation}</p> })
    };
    view! {
        <Show when=move || has_passkeys.get() fallback=unsupported>
            <form class="form" on:submit=submit>
                <TextField
                    label="Name of the new passkey"
                    name="name"
                    id="passkey-name"
                    value=name
                    hint="Such as: my phone."
                    error=task.error()
                    is_required=true
                />
                <ActionMessage error=task.error()/>
                <p class="muted">"It signs you out everywhere else."</p>
                <div class="button-row">
                    <SubmitButton label="Add a passkey" look=Look::Plain pending=task.is_pending()/>
                </div>
            </form>
        </Show>
    }
}

async fn new_passkey(name: String) -> Result<(), ApiError> {
    let asked = begin_passkey().await?;
    let credential = create(&asked.options).await?;
    add_passkey(name, PasskeyAnswer { ceremony: asked.ceremony, credential }).await
}
