//! `/admin/providers`: whom the administrator verifies.

mod attachment;
mod decision;
mod rows;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use self::{
    attachment::AttachmentDialog,
    decision::DecisionDialog,
    rows::{Dialogs, table},
};
use super::administration::{AccountHelp, AccountHelpDialogs, Directory, administrator_only};
use crate::{
    api::administration::list_providers,
    components::{button::use_script, opening::Opening},
};

static LIST: Directory = Directory {
    path: "/admin/providers",
    title: "Providers",
    lead: "Those waiting for verification first, then by name.",
    search: ("Search providers by name, license or email", "Search providers"),
    empty_title: "No providers yet",
    empty_advice: "Providers apply for an account by the link on the sign-in page; they then stand here to be verified.",
    task: "Verifying a provider or helping them to sign in",
};

/// The clinic's providers.
pub struct AdminProviders;

#[lazy_route]
impl LazyRoute for AdminProviders {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = LIST.query();
        let list = Resource::new(move || query.get(), |query| list_providers(query.search, query.after));
        administrator_only(LIST.title, move || {
            let (decision, attachment, help) = (Opening::default(), Opening::default(), AccountHelp::default());
            let (done, has_script) = (RwSignal::new(String::new()), use_script());
            let on_done = Callback::new(move |text| {
                done.set(text);
                list.refetch();
            });
            view! {
                {LIST.view(list, query, done, move |rows, today| table(rows, today, has_script, Dialogs { decision, attachment, help }))}
                <DecisionDialog opening=decision on_done/>
                <AttachmentDialog opening=attachment on_done/>
                <AccountHelpDialogs help on_done/>
            }
            .into_any()
        })
    }
}
