//! What the lists behind the dashboard's cards have in common.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{
    clinic::Clinic,
    page::{Cursor, Page},
    patient::PatientSummary,
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    api::ApiError,
    components::{
        date::BirthDate,
        page::PageHeader,
        provider_only::ProviderOnly,
        session::use_session,
        state::{EmptyState, ErrorState, TableSkeleton},
        table::{LinkCell, Pager},
        url::{use_query_of, with_query},
    },
};

/// A list across the caller's patients.
pub struct Worklist {
    pub path: &'static str,
    pub title: &'static str,
    /// One sentence on what is in the list, and in which order.
    pub lead: &'static str,
    pub empty_title: &'static str,
    pub empty_advice: &'static str,
}

impl Worklist {
    /// The list's page: what `fetch` answers from where the address says that it begins, as the table that `table`
    /// makes of the rows.
    pub fn view<T, F>(&'static self, fetch: fn(Option<Cursor>) -> F, table: fn(Vec<T>, Clinic) -> AnyView) -> AnyView
    where
        T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
        F: Future<Output = Result<Page<T>, ApiError>> + Send + 'static,
    {
        let params = use_query_of(self.path);
        let after = Memo::new(move |_| params.with(|params| params.get("after")).map(Cursor));
        let list = Resource::new(move || after.get(), fetch);
        let session = use_session();
        view! {
            <ProviderOnly title=self.title>
                <PageHeader title=self.title/>
                <p class="page-lead">{self.lead}</p>
                <Transition fallback=|| view! { <TableSkeleton/> }>
                    {move || Suspend::new(async move {
                        let answer = list.await;
                        match (answer, session.clinic().await) {
                            (Ok(page), Ok(clinic)) => {
                                let content = (!page.rows.is_empty()).then(|| table(page.rows, clinic));
                                self.shown(content, page.next, after.get_untracked().is_some())
                            }
                            (Err(error), _) | (_, Err(error)) => view! { <ErrorState error/> }.into_any(),
                        }
                    })}
                </Transition>
            </ProviderOnly>
        }
        .into_any()
    }

    fn shown(&'static self, content: Option<AnyView>, next: Option<Cursor>, is_later: bool) -> AnyView {
        let content = content
            .unwrap_or_else(|| view! { <EmptyState title=self.empty_title advice=self.empty_advice/> }.into_any());
        let next = next.map(|after| with_query(self.path, &[("after", &after.0)]));
        let first = is_later.then(|| self.path.to_owned());
        view! {
            {content}
            <Pager first next/>
        }
        .into_any()
    }
}

/// The first cell of a row: the patient by two identifiers, leading to a tab of the chart.
pub fn patient_cell(patient: &PatientSummary, tab: &'static str, today: NaiveDate) -> AnyView {
    let href = format!("/patients/{}?tab={tab}", patient.id);
    let name = patient.full_name();
    let date = patient.date_of_birth;
    view! {
        <LinkCell href>
            <span class="patient-name">{name}</span>
            <span class="patient-birth"><BirthDate date today/></span>
        </LinkCell>
    }
    .into_any()
}
