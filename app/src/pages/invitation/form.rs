use leptos::{form::ActionForm, prelude::*};

use crate::{
    api::accounts::AcceptInvitation,
    components::form::{ActionMessage, DateField, NewPasswordField, SubmitButton, TextField, refusal_of},
};

/// Who it is, by the date of birth, and how they will sign in. It works as a plain form, too.
#[component]
pub fn InvitationForm(token: String, accept: ServerAction<AcceptInvitation>) -> impl IntoView {
    let error = refusal_of(accept.value());
    view! {
        <p>"Your provider invites you to read your own record: your visits, medicines and documents."</p>
        <ActionForm action=accept attr:class="form card">
            <input type="hidden" name="form[token]" value=token/>
            <DateField
                label="Date of birth"
                name="form[date_of_birth]"
                field="date_of_birth"
                hint="So that nobody else can use your link. After five wrong dates it stops working."
                autocomplete="bday"
                error
                is_required=true
            />
            <TextField
                label="Email"
                name="form[email]"
                field="email"
                kind="email"
                hint="You sign in with it."
                autocomplete="username"
                error
                is_required=true
            />
            <NewPasswordField error/>
            <ActionMessage error/>
            <SubmitButton label="Set up my account" pending=accept.pending()/>
        </ActionForm>
    }
}
