//! `/my-records/access`: a patient reads who looked at their record, and reports what they don't recognise.

mod emergency;
mod entries;
mod report;

use leptos::prelude::*;
use model::{account::AccountKind, page::Cursor};

use self::{emergency::emergencies, entries::entries, report::ReportDialog};
use crate::{
    api::{access::list_access, break_glass::list_break_glass_notices},
    components::{
        account_only::AccountOnly,
        opening::Opening,
        page::PageHeader,
        session::use_session,
        state::{EmptyState, ErrorState, NeedsScript, TableSkeleton},
        url::use_query_of,
    },
};

const PATH: &str = "/my-records/access";

/// Who looked at the signed-in patient's record.
pub fn view() -> AnyView {
    let session = use_session();
    let params = use_query_of(PATH);
    let after = Memo::new(move |_| params.with(|params| params.get("after")).map(Cursor));
    let fetch = move |after| async move {
        match session.user().await.and_then(|user| user.patient) {
            Some(patient) => list_access(patient, after).await.map(Some),
            None => Ok(None),
        }
    };
    let list = Resource::new(move || after.get(), fetch);
    let notices = Resource::new(|| (), |()| list_break_glass_notices());
    let (opening, done) = (Opening::default(), RwSignal::new(String::new()));
    let on_done = Callback::new(move |text| {
        done.set(text);
        list.refetch();
    });
    view! {
        <AccountOnly kind=AccountKind::Patient title="Who looked at my record">
            <PageHeader title="Who looked at my record"><NeedsScript task="Reporting an access"/></PageHeader>
            <div class="patient-page">
                <p class="page-lead">
                    "Everyone who opened your record, changed it or saw your name in a list, the latest first, and by "
                    "which right. Lists are told once a day. "
                    "If you don't recognise one, report it: the clinic's administrator looks into it."
                </p>
                <p role="status">{done}</p>
                <Transition fallback=|| view! { <TableSkeleton rows=6/> }>
                    {move || Suspend::new(async move {
                        match list.await {
                            Ok(Some(page)) => view! {
                                {emergencies(notices.await.unwrap_or_default())}
                                {entries(page, after.get_untracked().is_some(), opening)}
                            }
                            .into_any(),
                            Ok(None) => view! {
                                <EmptyState title="Your account isn't linked to a record" advice="Ask your provider for an invitation."/>
                            }
                            .into_any(),
                            Err(error) => view! { <ErrorState error/> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
            <ReportDialog opening on_done/>
        </AccountOnly>
    }
    .into_any()
}
