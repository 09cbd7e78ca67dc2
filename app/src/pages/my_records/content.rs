//! The page's parts, in order.

use leptos::prelude::*;
use model::{
    chart::ChartHeader,
    clinic::{Clinic, display_date},
};

use super::{
    health_card::HealthCard,
    hidden_visits::HiddenVisits,
    records::{Records, RecordsQuery, shown},
    tab::RecordTabs,
    upcoming::UpcomingVisits,
};
use crate::{
    api::ApiError,
    components::{
        phone::PhoneNumber,
        print::PrintedFoot,
        state::{EmptyState, ErrorState, Notice, TableSkeleton},
    },
};

/// What comes next stands first, then who the patient is, then what was written down.
pub fn my_records(
    record: ChartHeader,
    clinic: Clinic,
    query: Memo<RecordsQuery>,
    records: Resource<Result<Option<Records>, ApiError>>,
) -> AnyView {
    let Clinic { phone, time_zone, today, .. } = clinic;
    let zone = StoredValue::new(time_zone.clone());
    let born = display_date(record.demographics.date_of_birth);
    let hidden = record.hidden_visits.clone();
    let printed = format!("{}, born {born}", record.demographics.full_name());
    view! {
        <UpcomingVisits phone=phone.clone()/>
        <HealthCard record today/>
        <Contact phone/>
        <HiddenVisits days=hidden/>
        <RecordTabs query/>
        <Transition fallback=|| view! { <TableSkeleton rows=4/> }>
            {move || Suspend::new(async move {
                match records.await {
                    Ok(Some(records)) => shown(records, &query.get_untracked(), today, zone.get_value()),
                    Ok(None) => ().into_any(),
                    Err(error) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Transition>
        <PrintedFoot text=printed time_zone/>
    }
    .into_any()
}

/// Who changes a record, and how to reach them.
#[component]
fn Contact(phone: String) -> impl IntoView {
    let call = (!phone.is_empty()).then(|| view! { <p>"Call the clinic: " <PhoneNumber number=phone/></p> });
    view! {
        <Notice>
            <p>"Contact your provider to update your records."</p>
            {call}
        </Notice>
    }
}

/// For an account that is linked to no record: a caregiver's.
pub fn without_record(phone: String) -> AnyView {
    let call = (!phone.is_empty()).then(|| view! { <PhoneNumber number=phone/> });
    view! {
        <EmptyState
            title="Your account isn't linked to a record"
            advice="Ask your provider for an invitation: a link with which you set up your account and read your record."
        >
            {call}
        </EmptyState>
    }
    .into_any()
}
