use leptos::prelude::*;
use model::own_account::OwnPasskey;

use super::super::OpenAccount;
use crate::{
    api::passkeys::RemovePasskey,
    components::{
        badge::Tone,
        button::Look,
        confirm::ConfirmForm,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
        state::Notice,
    },
};

/// What somebody is about to remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    pub passkey: OwnPasskey,
    /// Whether it is the last factor where the clinic asks for one.
    pub is_needed: bool,
}

/// Asks before a passkey is removed.
#[component]
pub fn RemovalDialog(opening: Opening<Removal>, open: OpenAccount) -> impl IntoView {
    let title = opening.text(|removal| format!("Remove the passkey {}", removal.passkey.name));
    let content = move |removal| view! { <RemovalForm removal opening open/> }.into_any();
    view! { <OpeningDialog id="passkey-removal" opening title content/> }
}

#[component]
fn RemovalForm(removal: Removal, opening: Opening<Removal>, open: OpenAccount) -> impl IntoView {
    let remove = ServerAction::<RemovePasskey>::new();
    let answer = remove.value();
    let Removal { passkey, is_needed } = removal;
    let send = move || _ = remove.dispatch(RemovePasskey { passkey: passkey.id });
    open.confirmation.watch(answer, send);
    opening.finish_on(answer, move || {
        open.finish(
            "The passkey is removed. Your other browsers are signed out, and so is this one if you signed in with it. You may \
             delete it on its device, too.",
        )
    });
    view! {
        <ConfirmForm
            verb="Remove passkey"
            look=Look::Danger
            pending=remove.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm=move |()| send()
        >
            <p>
                "It signs nobody in any more, neither alone nor after the password, and your other browsers are signed out. If "
                "you signed in with it here, you are signed out here, too."
            </p>
            {is_needed.then(|| view! {
                <Notice tone=Tone::Danger>
                    <p>
                        "It is your last second factor, and the clinic asks its providers and administrators for one: your "
                        "pages stay closed until you set up another one."
                    </p>
                </Notice>
            })}
        </ConfirmForm>
    }
}
