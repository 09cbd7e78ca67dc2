//! Attaching an imported practitioner to the account of somebody who applied.

use leptos::prelude::*;
use model::administration::ProviderAccount;

use crate::{
    api::administration::AttachProviderAccount,
    components::{
        confirm::ConfirmForm,
        confirmation::Confirmation,
        form::{TextField, refusal_of},
        opening::{Opening, OpeningDialog},
    },
};

/// Asks for the applicant's address.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn AttachmentDialog(
    opening: Opening<ProviderAccount>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let title = opening.text(|provider| format!("Attach an account to {}", provider.display_name));
    let content = move |provider| view! { <AttachmentForm provider opening confirmation on_done/> }.into_any();
    view! { <OpeningDialog id="attachment" opening title content/> }
}

#[component]
fn AttachmentForm(
    provider: ProviderAccount,
    opening: Opening<ProviderAccount>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let attach = ServerAction::<AttachProviderAccount>::new();
    let answer = attach.value();
    let email = RwSignal::new(String::new());
    let ProviderAccount { id, display_name: name, .. } = provider;
    let explanation = format!(
        "{name} was imported with patients' records. Whoever applied with this address becomes {name}, in place of the \
         entry that the application made, and sees these patients once you verify them."
    );
    opening.finish_on(answer, move || on_done.run(format!("{name} has an account now, and waits for verification.")));
    let error = refusal_of(answer);
    let send = move || _ = attach.dispatch(AttachProviderAccount { provider: id, email: email.get_untracked() });
    confirmation.watch(answer, send);
    let on_confirm = move |()| send();
    view! {
        <ConfirmForm verb="Attach account" pending=attach.pending() error is_open=opening.is_open() on_confirm>
            <p>{explanation}</p>
            <TextField
                label="Applicant's email"
                name="email"
                id="attachment-email"
                kind="email"
                value=email
                autocomplete="off"
                error
                is_required=true
            />
        </ConfirmForm>
    }
}
