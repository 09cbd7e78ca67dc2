//! `/admin/security`: emergency accesses to be reviewed, patients' reports of accesses, and the events that concern the
//! clinic's security. Never a record.

mod emergencies;
mod events;
mod reports;
mod review;
mod verdict;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use model::page::Cursor;

use self::{emergencies::emergencies, events::events, reports::reports, review::ReviewDialog, verdict::VerdictDialog};
use super::administration::{Done, administrator_only, for_administrator};
use crate::{
    api::{
        access::{list_access_reports, list_security_events},
        break_glass::list_break_glass_reviews,
    },
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
        let open = Resource::new(|| (), move |()| for_administrator(session, list_access_reports()));
        let unreviewed = Resource::new(|| (), move |()| for_administrator(session, list_break_glass_reviews()));
        let list =
            Resource::new(move || after.get(), move |after| for_administrator(session, list_security_events(after)));
        administrator_only("Security", move || {
            let (opening, reviewing, done) = (Opening::default(), Opening::default(), RwSignal::new(String::new()));
            let on_done = Callback::new(move |text| {
                done.set(text);
                open.refetch();
                unreviewed.refetch();
            });
            view! {
                <PageHeader title="Security"><NeedsScript task="Giving a verdict"/></PageHeader>
                <Done done/>
                <Transition fallback=|| view! { <TableSkeleton/> }>
                    {move || Suspend::new(async move {
                        match (open.await, unreviewed.await, list.await, session.clinic().await) {
                            (Ok(open), Ok(unreviewed), Ok(page), Ok(clinic)) => view! {
                                {emergencies(unreviewed, clinic.today, reviewing)}
                                {reports(open, clinic.today, opening)}
                                {events(page, clinic.today, after.get_untracked().is_some())}
                            }
                            .into_any(),
                            (Err(error), ..) | (_, Err(error), ..) | (_, _, Err(error), _) | (.., Err(error)) => {
                                view! { <ErrorState error/> }.into_any()
                            }
                        }
                    })}
                </Transition>
                <ReviewDialog opening=reviewing on_done/>
                <VerdictDialog opening on_done/>
            }
            .into_any()
        })
    }
}
