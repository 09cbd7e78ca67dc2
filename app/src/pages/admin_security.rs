//! `/admin/security`: patients' reports of accesses, and the events that concern the clinic's security. Never a record.

mod events;
mod reports;
mod verdict;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use model::page::Cursor;

use self::{events::events, reports::reports, verdict::VerdictDialog};
use super::administration::{Done, administrator_only};
use crate::{
    api::access::{list_access_reports, list_security_events},
    components::{
        opening::Opening,
        page::PageHeader,
        session::use_session,
        state::{ErrorState, NeedsScript, TableSkeleton},
        url::use_query_of,
    },
};

const PATH: &str = "/admin/security";

/// Reports and security events.
pub struct AdminSecurity;

#[lazy_route]
impl LazyRoute for AdminSecurity {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let session = use_session();
        let params = use_query_of(PATH);
        let after = Memo::new(move |_| params.with(|params| params.get("after")).map(Cursor));
        let open = Resource::new(|| (), |()| list_access_reports());
        let list = Resource::new(move || after.get(), list_security_events);
        administrator_only("Security", move || {
            let (opening, done) = (Opening::default(), RwSignal::new(String::new()));
            let on_done = Callback::new(move |text| {
                done.set(text);
                open.refetch();
            });
            view! {
                <PageHeader title="Security"><NeedsScript task="Closing a report"/></PageHeader>
                <Done done/>
                <Transition fallback=|| view! { <TableSkeleton/> }>
                    {move || Suspend::new(async move {
                        match (open.await, list.await, session.clinic().await) {
                            (Ok(open), Ok(page), Ok(clinic)) => view! {
                                {reports(open, clinic.today, opening)}
                                {events(page, clinic.today, after.get_untracked().is_some())}
                            }
                            .into_any(),
                            (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => view! { <ErrorState error/> }.into_any(),
                        }
                    })}
                </Transition>
                <VerdictDialog opening on_done/>
            }
            .into_any()
        })
    }
}
