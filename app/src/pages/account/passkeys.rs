//! One's passkeys: adding one, and removing it.

mod add;
mod removal;

use leptos::prelude::*;
use model::own_account::OwnPasskey;

use self::{
    add::AddPasskey,
    removal::{Removal, RemovalDialog},
};
use super::OpenAccount;
use crate::components::{
    button::{Button, Look, use_script},
    opening::Opening,
};

/// # Arguments
/// `is_needed`: whether the clinic asks for a second factor and there is none beside the passkeys.
#[component]
pub fn PasskeysSection(passkeys: Vec<OwnPasskey>, is_needed: bool, open: OpenAccount) -> impl IntoView {
    let removing = Opening::default();
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get());
    let is_needed = is_needed && passkeys.len() == 1;
    let is_full = passkeys.len() >= model::own_account::PASSKEYS_MOST;
    let entries = (!passkeys.is_empty()).then(|| {
        let entry = move |passkey| entry(Removal { passkey, is_needed }, disabled, removing);
        view! { <ul class="entries">{passkeys.into_iter().map(entry).collect_view()}</ul> }
    });
    view! {
        <section class="card stack" aria-labelledby="passkeys-title">
            <h2 id="passkeys-title">"Passkeys"</h2>
            <p>
                "Your phone, computer or security key keeps a passkey, and asks for your finger, your face or a PIN. It signs "
                "you in without a password, and it is a second factor: your password alone then signs nobody in."
            </p>
            {entries}
            {(!is_full).then(|| view! { <AddPasskey open/> })}
            <p class="muted">
                "Have two, on different devices, or an authenticator beside: when you lose the only one, the clinic's "
                "administrator has to help."
            </p>
            <RemovalDialog opening=removing open/>
        </section>
    }
}

fn entry(removal: Removal, disabled: Signal<bool>, removing: Opening<Removal>) -> impl IntoView {
    let OwnPasskey { name, added_at, last_used_at, .. } = removal.passkey.clone();
    let used = last_used_at.map_or("never used".to_owned(), |at| format!("last used {}", at.display()));
    let about = format!(" the passkey {name}");
    view! {
        <li class="entry entry-body access-entry">
            <h3 class="entry-title">{name}</h3>
            <p class="muted">{format!("Added {}, {used}.", added_at.display())}</p>
            <div class="button-row">
                <Button look=Look::Danger disabled on_click=move |_| removing.open(removal.clone())>
                    <span>"Remove"<span class="visually-hidden">{about}</span></span>
                </Button>
            </div>
        </li>
    }
}
