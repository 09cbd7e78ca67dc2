//! `/admin/providers`: whom the administrator verifies.

mod attachment;
mod decision;
mod rows;

use leptos::prelude::*;
use model::account::AccountKind;

use self::{
    attachment::AttachmentDialog,
    decision::DecisionDialog,
    rows::{Dialogs, table},
};
use super::administration::{AccountHelpDialogs, ClosingDialog, Directory, SuspensionDialog, administrator_only};
use crate::{
    api::administration::list_providers,
    components::{button::use_script, session::use_session},
};

static LIST: Directory = Directory {
    path: "/admin/providers",
    title: "Providers",
    lead: "Those waiting for verification first, then by name.",
    search: ("Search providers by name, license or email", "Search providers"),
    empty_title: "No providers yet",
    empty_advice: "Providers apply for an account by the link on the sign-in page; they then stand here to be verified.",
    task: "Verifying or suspending a provider, or helping them to sign in",
};

/// The clinic's providers.
pub fn view() -> AnyView {
    let (session, query) = (use_session(), LIST.query());
    let list = Resource::new(
        move || query.get(),
        move |query| session.only(AccountKind::Administrator, list_providers(query.search, query.after)),
    );
    administrator_only(LIST.title, move || {
        let dialogs = Dialogs::default();
        let confirmation = dialogs.help.confirmation;
        let (done, has_script) = (RwSignal::new(String::new()), use_script());
        let on_done = Callback::new(move |text| {
            done.set(text);
            list.refetch();
        });
        view! {
            {LIST.view(list, query, done, move |rows, today| table(rows, today, has_script, dialogs))}
            <DecisionDialog opening=dialogs.decision confirmation on_done/>
            <AttachmentDialog opening=dialogs.attachment confirmation on_done/>
            <ClosingDialog opening=dialogs.closing confirmation on_done/>
            <AccountHelpDialogs help=dialogs.help on_done/>
            <SuspensionDialog opening=dialogs.suspension confirmation on_done/>
        }
        .into_any()
    })
}
