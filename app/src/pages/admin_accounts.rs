//! `/admin/accounts`: patients' accounts, and never whose record is whose.

mod rows;
mod unlinking;

use leptos::prelude::*;
use model::account::AccountKind;

use self::{
    rows::{Dialogs, table},
    unlinking::UnlinkingDialog,
};
use super::administration::{AccountHelpDialogs, ClosingDialog, Directory, SuspensionDialog, administrator_only};
use crate::{
    api::administration::list_patient_accounts,
    components::{button::use_script, session::use_session},
};

static LIST: Directory = Directory {
    path: "/admin/accounts",
    title: "Accounts",
    lead: "Patients' accounts, the newest first. You see accounts, and never whose record is linked to which.",
    search: ("Search accounts by email", "Search accounts"),
    empty_title: "No patient has an account yet",
    empty_advice: "A provider invites a patient from the chart; the account then stands here.",
    task: "Unlinking, closing or suspending an account, or helping somebody to sign in",
};

/// The patients' accounts.
pub fn view() -> AnyView {
    let (session, query) = (use_session(), LIST.query());
    let list = Resource::new(
        move || query.get(),
        move |query| session.only(AccountKind::Administrator, list_patient_accounts(query.search, query.after)),
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
            <UnlinkingDialog opening=dialogs.unlinking confirmation on_done/>
            <ClosingDialog opening=dialogs.closing confirmation on_done/>
            <AccountHelpDialogs help=dialogs.help on_done/>
            <SuspensionDialog opening=dialogs.suspension confirmation on_done/>
        }
        .into_any()
    })
}
