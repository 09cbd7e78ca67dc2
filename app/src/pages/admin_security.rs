//! `/admin/security`: emergency accesses to be reviewed, patients' reports of accesses, and the events that concern the
//! clinic's security. Never a record.

mod emergencies;
mod ending;
mod events;
mod reports;
mod review;
mod seal_stop;
mod session;
mod verdict;

use leptos::prelude::*;
use model::{access::SecurityEvents, account::AccountKind, page::Cursor};

use self::{
    emergencies::emergencies, ending::EndReportedDialog, events::events, reports::reports, review::ReviewDialog,
    seal_stop::seal_stop, verdict::VerdictDialog,
};
use super::administration::{Done, administrator_only};
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
pub fn view() -> AnyView {
    let session = use_session();
    let params = use_query_of(PATH);
    let after = Memo::new(move |_| params.with(|params| params.get("after")).map(Cursor));
    let open = Resource::new(|| (), move |()| session.only(AccountKind::Administrator, list_access_reports()));
    let unreviewed =
        Resource::new(|| (), move |()| session.only(AccountKind::Administrator, list_break_glass_reviews()));
    let list = Resource::new(
        move || after.get(),
        move |after| session.only(AccountKind::Administrator, list_security_events(after)),
    );
    administrator_only("Security", move || {
        let (opening, ending, reviewing) = (Opening::default(), Opening::default(), Opening::default());
        let done = RwSignal::new(String::new());
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
                        (Ok(open), Ok(unreviewed), Ok(SecurityEvents { page, seal_stop: stop }), Ok(clinic)) => view! {
                            {seal_stop(stop, clinic.today)}
                            {emergencies(unreviewed, clinic.today, reviewing)}
                            {reports(open, clinic.today, opening, ending)}
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
            <EndReportedDialog opening=ending on_done/>
            <VerdictDialog opening on_done/>
        }
        .into_any()
    })
}
