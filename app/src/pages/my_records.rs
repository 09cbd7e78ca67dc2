//! `/my-records`: a patient reads their own record, in plain words, and changes nothing.

mod content;
mod documents;
mod emergency;
mod health_card;
mod prescriptions;
mod records;
mod tab;
mod upcoming;
mod visits;

use leptos::prelude::*;
use model::account::AccountKind;

use self::{
    content::{my_records, without_record},
    emergency::EmergencyNotices,
    records::{RecordsQuery, load},
    tab::PATH,
};
use crate::{
    api::{break_glass::list_break_glass_notices, charts::my_record},
    components::{
        account_only::AccountOnly,
        page::PageHeader,
        session::use_session,
        state::{ErrorState, TableSkeleton},
        url::use_query_of,
    },
};

/// The signed-in patient's record.
pub fn view() -> AnyView {
    let session = use_session();
    let params = use_query_of(PATH);
    let query = Memo::new(move |_| params.with(RecordsQuery::of));
    let record = move |()| async move {
        match session.user().await {
            Some(user) if user.patient.is_none() => Ok(None),
            _ => my_record().await.map(Some),
        }
    };
    let records = move |query| async move {
        match session.user().await.and_then(|user| user.patient) {
            Some(patient) => load(patient, query).await.map(Some),
            None => Ok(None),
        }
    };
    let record = Resource::new(|| (), record);
    let records = Resource::new(move || query.get(), records);
    let notices = Resource::new(|| (), |()| list_break_glass_notices());
    view! {
        <AccountOnly kind=AccountKind::Patient title="My records">
            <PageHeader title="My records"/>
            <div class="patient-page">
                <EmergencyNotices notices/>
                <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
                    {move || Suspend::new(async move {
                        match (record.await, session.clinic().await) {
                            (Ok(Some(record)), Ok(clinic)) => my_records(record, clinic, query, records),
                            (Ok(None), Ok(clinic)) => without_record(clinic.phone),
                            (Err(error), _) | (_, Err(error)) => view! { <ErrorState error/> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        </AccountOnly>
    }
    .into_any()
}
