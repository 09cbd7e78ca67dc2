//! `/my-records/caregivers`: a patient sees who reads their record for them, lets somebody in, and ends it.

use leptos::prelude::*;
use model::account::AccountKind;

use super::{
    administration::Done,
    caregivers::{CaregiverPanel, EndAccessDialog, cared_for},
};
use crate::{
    api::caregivers::list_cared_for,
    components::{
        account_only::AccountOnly,
        button::use_script,
        confirmation::{Confirmation, ConfirmationDialog},
        opening::Opening,
        page::PageHeader,
        session::use_session,
        state::{EmptyState, ErrorState, NeedsScript, TableSkeleton},
    },
};

/// Who reads the signed-in patient's record.
pub fn view() -> AnyView {
    let session = use_session();
    let has_script = use_script();
    let records = Resource::new(|| (), |()| list_cared_for());
    let confirmation = Confirmation::default();
    let (giving_up, done) = (Opening::default(), RwSignal::new(String::new()));
    let changed = Callback::new(move |text| {
        done.set(text);
        records.refetch();
    });
    view! {
        <AccountOnly kind=AccountKind::Patient title="Caregivers">
            <PageHeader title="Caregivers"><NeedsScript task="Letting a caregiver in"/></PageHeader>
            <div class="patient-page">
                <p class="page-lead">
                    "A person you trust, such as your partner or your grown-up child, reads your record with an account of their own: "
                    "your visits, medicines and documents. You can end it at any time, and see each time they look."
                </p>
                <Suspense>
                    {move || Suspend::new(async move {
                        match session.user().await.and_then(|user| user.patient) {
                            Some(patient) => view! {
                                {move || if has_script.get() {
                                    view! { <CaregiverPanel patient confirmation/> }.into_any()
                                } else {
                                    view! { <TableSkeleton rows=2/> }.into_any()
                                }}
                            }
                            .into_any(),
                            None => view! {
                                <EmptyState
                                    title="Your account isn't linked to a record"
                                    advice="Only whoever has a record of their own lets somebody read it."
                                />
                            }
                            .into_any(),
                        }
                    })}
                </Suspense>
                <Done done/>
                <Transition>
                    {move || Suspend::new(async move {
                        match records.await {
                            Ok(records) if records.is_empty() => ().into_any(),
                            Ok(records) => view! {
                                <h2>"Records you read for others"</h2>
                                {cared_for(records, giving_up)}
                            }
                            .into_any(),
                            Err(error) => view! { <ErrorState error/> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
            <EndAccessDialog id="give-up-access" opening=giving_up on_done=changed/>
            <ConfirmationDialog confirmation/>
        </AccountOnly>
    }
    .into_any()
}
