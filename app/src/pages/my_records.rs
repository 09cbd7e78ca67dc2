//! `/my-records`: a patient reads their own record, in plain words, and changes nothing.

mod choice;
mod content;
mod documents;
mod emergency;
mod ended_access;
mod health_card;
mod hidden_visits;
mod prescriptions;
mod records;
mod tab;
mod upcoming;
mod visits;

use leptos::prelude::*;
use model::{account::AccountKind, id::PatientId};

use self::{
    choice::{choice, whose},
    content::{my_records, without_record},
    emergency::EmergencyNotices,
    ended_access::EndedAccessNotices,
    records::{RecordsQuery, load},
    tab::PATH,
};
use crate::{
    api::{
        ApiError,
        break_glass::list_break_glass_notices,
        caregivers::{list_cared_for, list_ended_caregivers},
        charts::{chart_header, my_record},
    },
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
    let asked = Memo::new(move |_| query.with(|query| query.record));
    let cared_for = Resource::new(|| (), |()| list_cared_for());
    let patient = move |asked: Option<PatientId>| async move {
        let (user, cared_for) = (session.user().await, cared_for.await.unwrap_or_default());
        (whose(user.as_ref(), &cared_for, asked), user.and_then(|user| user.patient), cared_for)
    };
    let record = move |asked| async move {
        let (shown, own, cared_for) = patient(asked).await;
        let record = match shown {
            None => return Ok(None),
            Some(shown) if Some(shown) == own => my_record().await?,
            Some(shown) => chart_header(shown).await?,
        };
        Ok::<_, ApiError>(Some((record, own, cared_for)))
    };
    let records = move |query: RecordsQuery| async move {
        match patient(query.record).await.0 {
            Some(patient) => load(patient, query).await.map(Some),
            None => Ok(None),
        }
    };
    let record = Resource::new(move || asked.get(), record);
    let records = Resource::new(move || query.get(), records);
    let notices = Resource::new(|| (), |()| list_break_glass_notices());
    let ended = Resource::new(|| (), |()| list_ended_caregivers());
    view! {
        <AccountOnly kind=AccountKind::Patient title="My records">
            <PageHeader title="My records"/>
            <div class="patient-page">
                <EmergencyNotices notices/>
                <EndedAccessNotices notices=ended/>
                <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
                    {move || Suspend::new(async move {
                        match (record.await, session.clinic().await) {
                            (Ok(Some((record, own, cared_for))), Ok(clinic)) => view! {
                                {choice(own, &cared_for, record.id)}
                                {my_records(record, clinic, query, records)}
                            }
                            .into_any(),
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
