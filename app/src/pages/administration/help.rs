//! What the administrator does for somebody who can't sign in.

use leptos::prelude::*;
use model::id::UserId;

use super::{lost_factor::LostFactorDialog, password_reset::PasswordResetDialog};
use crate::components::{
    button::Button,
    confirmation::{Confirmation, ConfirmationDialog},
    opening::Opening,
};

/// Who can't sign in: the account, and its address.
pub type LockedOut = (UserId, String);

/// The two dialogs.
#[derive(Clone, Copy, Default)]
pub struct AccountHelp {
    /// The page's one: whatever else asks an administrator who they are uses it, too.
    pub confirmation: Confirmation,
    resetting: Opening<LockedOut>,
    losing: Opening<LockedOut>,
}

impl AccountHelp {
    /// The button in somebody's row for a forgotten password.
    pub fn reset_button(self, account: LockedOut, has_script: Signal<bool>) -> AnyView {
        button("Reset password", account, has_script, self.resetting)
    }

    /// The button in somebody's row for a second factor that they have lost.
    pub fn lost_button(self, account: LockedOut, has_script: Signal<bool>) -> AnyView {
        button("Remove second factor", account, has_script, self.losing)
    }
}

fn button(verb: &'static str, account: LockedOut, has_script: Signal<bool>, opening: Opening<LockedOut>) -> AnyView {
    let name = format!(" of {}", account.1);
    let disabled = Signal::derive(move || !has_script.get());
    let open = move |_| opening.open(account.clone());
    view! {
        <Button disabled on_click=open><span>{verb}<span class="visually-hidden">{name}</span></span></Button>
    }
    .into_any()
}

/// The dialogs, once on a page.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn AccountHelpDialogs(help: AccountHelp, on_done: Callback<String>) -> impl IntoView {
    let confirmation = help.confirmation;
    view! {
        <PasswordResetDialog opening=help.resetting confirmation/>
        <LostFactorDialog opening=help.losing confirmation on_done/>
        <ConfirmationDialog confirmation/>
    }
}
