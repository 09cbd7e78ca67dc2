//! `/apply`: how a provider's account begins.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use crate::{
    api::accounts::ApplyAsProvider,
    components::{
        badge::Tone,
        button::{LinkButton, Look},
        form::{ActionMessage, NewPasswordField, SubmitButton, TextField, refusal_of},
        page::PageHeader,
        state::Notice,
    },
};

/// Apply for an account.
pub fn view() -> AnyView {
    let apply = ServerAction::new();
    let query = use_query_map();
    // A plain form comes back here; one sent by script doesn't leave.
    let is_received = Memo::new(move |_| {
        query.with(|query| query.get("received").is_some()) || matches!(apply.value().get(), Some(Ok(())))
    });
    view! {
        <PageHeader title="Apply for an account"/>
        <div class="entrance">
            {move || if is_received.get() { received() } else { form(apply) }}
        </div>
    }
    .into_any()
}

fn form(apply: ServerAction<ApplyAsProvider>) -> AnyView {
    let error = refusal_of(apply.value());
    view! {
        <p>
            "For the clinic's providers. An administrator checks your license before you can see patients. "
            "Patients get a link from their provider instead."
        </p>
        <ActionForm action=apply attr:class="form card">
            <TextField
                label="Name"
                name="form[display_name]"
                field="display_name"
                hint="As patients and colleagues know you."
                autocomplete="name"
                error
                is_required=true
            />
            <TextField label="License number" name="form[license_number]" field="license_number" autocomplete="off" error is_required=true/>
            <TextField label="Specialty" name="form[specialty]" field="specialty" autocomplete="off" error is_required=true/>
            <TextField label="Email" name="form[email]" field="email" kind="email" autocomplete="username" error is_required=true/>
            <NewPasswordField error/>
            <ActionMessage error/>
            <SubmitButton label="Apply for an account" pending=apply.pending()/>
        </ActionForm>
        <p>"You have an account? " <a href="/sign-in">"Sign in"</a> "."</p>
    }
    .into_any()
}

/// The same words for an address that has an account already: nobody learns who works here.
fn received() -> AnyView {
    view! {
        <div role="status">
            <Notice tone=Tone::Good><p>"Your application has arrived."</p></Notice>
        </div>
        <p>
            "An administrator of the clinic verifies your license. Until then you can sign in with your address and password; "
            "your patients appear once you are verified."
        </p>
        <p class="muted">"If there was an account with this address already, it stays as it is, with its own password."</p>
        <div class="button-row">
            <LinkButton href="/sign-in".to_owned() look=Look::Primary>"Sign in"</LinkButton>
        </div>
    }
    .into_any()
}
