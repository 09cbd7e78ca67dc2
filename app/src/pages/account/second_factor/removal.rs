use leptos::prelude::*;

use super::OpenAccount;
use crate::{
    api::own_account::RemoveSecondFactor,
    components::{button::Look, confirm::ConfirmForm, dialog::Dialog, form::refusal_of},
};

/// Asks before the second factor is removed.
#[component]
pub fn RemovalDialog(is_open: RwSignal<bool>, open: OpenAccount) -> impl IntoView {
    let remove = ServerAction::<RemoveSecondFactor>::new();
    let answer = remove.value();
    let send = move || _ = remove.dispatch(RemoveSecondFactor {});
    open.confirmation.watch(answer, send);
    Effect::new(move || {
        if answer.with(|answer| matches!(answer, Some(Ok(())))) {
            is_open.set(false);
            open.finish("Your second factor is removed. Your other browsers are signed out. Unless you have a passkey, signing in takes the password alone.");
        }
    });
    view! {
        <Dialog id="factor-removal" open=is_open title="Remove the second factor">
            <ConfirmForm
                verb="Remove second factor"
                look=Look::Danger
                pending=remove.pending()
                error=refusal_of(answer)
                is_open
                on_confirm=move |()| send()
            >
                <p>
                    "Your recovery codes stop working, and your other browsers are signed out. Unless you have a passkey, your "
                    "password alone then signs you in; and if the clinic asks its providers and administrators for a second "
                    "factor, your pages stay closed until you set up a new one."
                </p>
            </ConfirmForm>
        </Dialog>
    }
}
