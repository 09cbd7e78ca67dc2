//! `/reset-password/:token`: a new password, by a link that the administrator handed over.

use leptos::{form::ActionForm, prelude::*};

use super::link::{link_page, use_token};
use crate::{
    api::{
        ApiError,
        accounts::{ResetPassword, check_password_reset},
    },
    components::form::{ActionMessage, NewPasswordField, SubmitButton, refusal_of},
};

/// A new password.
pub fn view() -> AnyView {
    let token = use_token();
    let check = Resource::new(move || token.get(), check_password_reset);
    let reset = ServerAction::<ResetPassword>::new();
    let is_ended = Memo::new(move |_| matches!(reset.value().get(), Some(Err(ApiError::NotFound))));
    link_page("Choose a new password", check, is_ended, move || form(token.get_untracked(), reset), advice)
}

fn form(token: String, reset: ServerAction<ResetPassword>) -> AnyView {
    let error = refusal_of(reset.value());
    view! {
        <p>"It replaces the forgotten one and signs you out everywhere. A second factor stays as it is."</p>
        <ActionForm action=reset attr:class="form card">
            <input type="hidden" name="form[token]" value=token/>
            <NewPasswordField label="New password" error/>
            <ActionMessage error/>
            <SubmitButton label="Save password" pending=reset.pending()/>
        </ActionForm>
    }
    .into_any()
}

/// Where to get another link.
fn advice() -> AnyView {
    view! {
        <p>"It works once, for a day, and only until a newer one is made. Ask the clinic's administrator for a new one."</p>
    }
    .into_any()
}
