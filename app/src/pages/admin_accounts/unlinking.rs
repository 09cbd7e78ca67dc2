//! Unlinking an account from its record, which closes it.

use leptos::prelude::*;
use model::administration::PatientAccount;

use crate::{
    api::administration::UnlinkPatientAccount,
    components::{
        button::Look,
        confirm::ConfirmForm,
        confirmation::Confirmation,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
    },
};

/// Asks before an account is unlinked.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn UnlinkingDialog(
    opening: Opening<PatientAccount>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let title = opening.text(|account| format!("Unlink {}", account.email));
    let content = move |account| view! { <UnlinkingForm account opening confirmation on_done/> }.into_any();
    view! { <OpeningDialog id="unlinking" opening title content/> }
}

#[component]
fn UnlinkingForm(
    account: PatientAccount,
    opening: Opening<PatientAccount>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let unlink = ServerAction::<UnlinkPatientAccount>::new();
    let answer = unlink.value();
    let PatientAccount { id: user, email, .. } = account;
    let explanation = format!(
        "{email} is signed out everywhere and closed for good, with its password, passkeys and codes, and with everybody whom it let \
         in. The record stays as it is, and its provider can then invite the patient again, at this address or another. It \
         can't be undone."
    );
    opening.finish_on(answer, move || on_done.run(format!("{email} is unlinked and closed. The address is free.")));
    let send = move || _ = unlink.dispatch(UnlinkPatientAccount { user });
    confirmation.watch(answer, send);
    let on_confirm = move |()| send();
    view! {
        <ConfirmForm
            verb="Unlink account"
            look=Look::Danger
            pending=unlink.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm
        >
            <p>{explanation}</p>
        </ConfirmForm>
    }
}
