//! What the chosen tab holds.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use model::{
    document::Document,
    id::PatientId,
    page::{Cursor, Page},
    prescription::Prescription,
    visit::Visit,
};
use serde::{Deserialize, Serialize};

use super::{documents::DocumentCards, prescriptions::PrescriptionEntries, tab::RecordTab, visits::VisitEntries};
use crate::{
    api::{ApiError, documents::list_documents, prescriptions::list_prescriptions, visits::list_visits},
    components::{state::EmptyState, table::Pager},
};

/// Which page of which tab, as the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordsQuery {
    /// Whose record, for a caregiver; otherwise the caller's own.
    pub record: Option<PatientId>,
    pub tab: RecordTab,
    pub after: Option<Cursor>,
}

impl RecordsQuery {
    pub fn of(params: &ParamsMap) -> Self {
        let get = |key: &str| params.get(key).unwrap_or_default();
        Self {
            record: get("record").parse().ok(),
            tab: RecordTab::parse(&get("tab")),
            after: Some(get("after")).filter(|after| !after.is_empty()).map(Cursor),
        }
    }
}

/// A page of one tab.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Records {
    Visits(Page<Visit>),
    Prescriptions(Page<Prescription>),
    Documents(Page<Document>),
}

/// Fetches the tab that is shown, and no other.
pub async fn load(patient: PatientId, query: RecordsQuery) -> Result<Records, ApiError> {
    let RecordsQuery { tab, after, .. } = query;
    match tab {
        RecordTab::Visits => list_visits(patient, after).await.map(Records::Visits),
        RecordTab::Prescriptions => list_prescriptions(patient, after).await.map(Records::Prescriptions),
        RecordTab::Documents => list_documents(patient, after).await.map(Records::Documents),
    }
}

/// The page's entries, with the way to the next page.
pub fn shown(records: Records, query: &RecordsQuery, today: NaiveDate, time_zone: String) -> AnyView {
    let record = query.record;
    let (tab, entries, next) = match records {
        Records::Visits(Page { rows, next }) => (
            RecordTab::Visits,
            filled(rows, |visits| view! { <VisitEntries visits today time_zone/> }.into_any()),
            next,
        ),
        Records::Prescriptions(Page { rows, next }) => {
            let entries = filled(rows, |prescriptions| view! { <PrescriptionEntries prescriptions today/> }.into_any());
            (RecordTab::Prescriptions, entries, next)
        }
        Records::Documents(Page { rows, next }) => (
            RecordTab::Documents,
            filled(rows, |documents| view! { <DocumentCards documents today record/> }.into_any()),
            next,
        ),
    };
    let first = query.after.is_some().then(|| tab.address(record, None));
    let next = next.map(|after| tab.address(record, Some(&after)));
    view! {
        {entries.unwrap_or_else(|| nothing(tab))}
        <Pager first next/>
    }
    .into_any()
}

fn filled<T>(rows: Vec<T>, entries: impl FnOnce(Vec<T>) -> AnyView) -> Option<AnyView> {
    (!rows.is_empty()).then(|| entries(rows))
}

fn nothing(tab: RecordTab) -> AnyView {
    let (title, advice) = match tab {
        RecordTab::Visits => ("No visits yet", "After a visit, what was found and decided stands here."),
        RecordTab::Prescriptions => {
            ("No prescriptions yet", "A medicine that a provider prescribes stands here, with how to take it.")
        }
        RecordTab::Documents => {
            ("No documents yet", "Results, letters and scans that the clinic files stand here, for you to download.")
        }
    };
    view! { <EmptyState title advice/> }.into_any()
}
