//! `/account`: one's own second factor, passkeys, password and sessions.

mod factor_removed;
mod passkeys;
mod password;
mod second_factor;
mod sessions;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::own_account::OwnAccount;

use self::{
    factor_removed::FactorRemoved,
    passkeys::PasskeysSection,
    password::PasswordForm,
    second_factor::{SecondFactorSection, Stage},
    sessions::SessionsSection,
};
use super::administration::Done;
use crate::{
    api::own_account::own_account,
    components::{
        badge::Tone,
        confirmation::{Confirmation, ConfirmationDialog},
        page::PageHeader,
        session::use_session,
        state::{ErrorState, NeedsScript, Notice, TableSkeleton},
    },
};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct OpenAccount {
    /// What was done last.
    done: RwSignal<String>,
    confirmation: Confirmation,
    stage: RwSignal<Stage>,
    /// Reads the account anew.
    refetch: Callback<()>,
}

impl OpenAccount {
    /// Says what was done, and shows what came of it.
    fn finish(self, done: &str) {
        self.done.set(done.to_owned());
        self.refetch.run(());
    }
}

/// One's own account, for everyone who is signed in.
pub fn view() -> AnyView {
    let session = use_session();
    let account = Resource::new(|| (), |()| own_account());
    let refetch = Callback::new(move |()| {
        account.refetch();
        session.refetch();
    });
    let open = OpenAccount {
        done: RwSignal::new(String::new()),
        confirmation: Confirmation::default(),
        stage: RwSignal::new(Stage::Idle),
        refetch,
    };
    // A plain form comes back here.
    let is_changed = use_query_map().with_untracked(|query| query.get("changed").is_some());
    view! {
        <PageHeader title="Your account"><NeedsScript task="Setting up a second factor"/></PageHeader>
        <Done done=open.done/>
        {is_changed.then(|| view! { <Notice tone=Tone::Good><p>{password::CHANGED}</p></Notice> })}
        <Transition fallback=|| view! { <TableSkeleton/> }>
            {move || Suspend::new(async move {
                let (account, user) = (account.await, session.user().await);
                let is_missing = user.is_some_and(|user| user.is_second_factor_missing);
                match account {
                    Ok(account) => content(account, is_missing, open),
                    Err(error) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Transition>
        <ConfirmationDialog confirmation=open.confirmation/>
    }
    .into_any()
}

fn content(account: OwnAccount, is_missing: bool, open: OpenAccount) -> AnyView {
    let OwnAccount { email, second_factor, passkeys, must_have_second_factor, second_factor_removed_at, sessions } =
        account;
    let is_needed = must_have_second_factor && second_factor.is_none();
    view! {
        <div class="account-page">
            <p class="page-lead">{format!("You sign in as {email}.")}</p>
            {second_factor_removed_at.map(|removed_at| view! { <FactorRemoved removed_at open/> })}
            <SecondFactorSection second_factor is_missing open/>
            <PasskeysSection passkeys is_needed open/>
            <PasswordForm open/>
            <SessionsSection sessions open/>
        </div>
    }
    .into_any()
}
