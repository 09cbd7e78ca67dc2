use leptos::{form::ActionForm, prelude::*};

use super::OpenAccount;
use crate::{
    api::own_account::ChangePassword,
    components::form::{ActionMessage, NewPasswordField, SubmitButton, TextField, refusal_of},
};

pub const CHANGED: &str = "Your password is changed, and your other browsers are signed out.";

/// A new password, for whoever knows the present one. It works as a plain form, too.
#[component]
pub fn PasswordForm(open: OpenAccount) -> impl IntoView {
    let change = ServerAction::<ChangePassword>::new();
    let answer = change.value();
    Effect::new(move || {
        if answer.with(|answer| matches!(answer, Some(Ok(())))) {
            open.finish(CHANGED);
        }
    });
    let error = refusal_of(answer);
    view! {
        <section class="card stack" aria-labelledby="password-title">
            <h2 id="password-title">"Password"</h2>
            <ActionForm action=change attr:class="form">
                <TextField
                    label="Present password"
                    name="form[present]"
                    field="present"
                    kind="password"
                    autocomplete="current-password"
                    error
                    is_required=true
                />
                <NewPasswordField label="New password" error/>
                <ActionMessage error/>
                <div class="button-row"><SubmitButton label="Change password" pending=change.pending()/></div>
            </ActionForm>
            <p class="muted">"It signs you out everywhere else."</p>
        </section>
    }
}
