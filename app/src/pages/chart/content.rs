//! What a tab shows, fetched for the address.

use futures::future::try_join;
use model::{
    access::Access,
    document::Document,
    id::PatientId,
    page::{Cursor, Page},
    prescription::Prescription,
    visit::Visit,
    vitals::VitalsAt,
};
use serde::{Deserialize, Serialize};

use super::address::{Address, Tab};
use crate::api::{
    ApiError,
    access::list_access,
    documents::list_documents,
    prescriptions::list_prescriptions,
    visits::{list_visits, list_vitals},
};

/// A tab's content. It says whose it is, so that it is never shown under another patient's name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    pub patient: PatientId,
    /// Whether it is a later page of a list.
    pub is_later: bool,
    pub of_tab: OfTab,
}

/// What differs from tab to tab.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum OfTab {
    /// All of it stands in the chart's header.
    Demographics,
    Visits(Page<Visit>, Vec<VitalsAt>),
    Prescriptions(Page<Prescription>),
    Documents(Page<Document>),
    Access(Page<Access>),
}

/// # Errors
/// [`ApiError::NotFound`] for somebody else's patient.
pub async fn load(address: Address) -> Result<Content, ApiError> {
    let Address { patient, tab, after } = address;
    let is_later = after.is_some();
    let of_tab = match tab {
        Tab::Demographics => OfTab::Demographics,
        Tab::Visits => {
            let (visits, vitals) = try_join(list_visits(patient, after.clone()), trends(patient, after)).await?;
            OfTab::Visits(visits, vitals)
        }
        Tab::Prescriptions => OfTab::Prescriptions(list_prescriptions(patient, after).await?),
        Tab::Access => OfTab::Access(list_access(patient, after).await?),
        Tab::Documents => OfTab::Documents(list_documents(patient, after).await?),
    };
    Ok(Content { patient, is_later, of_tab })
}

/// The trends stand above the latest visits only.
async fn trends(patient: PatientId, after: Option<Cursor>) -> Result<Vec<VitalsAt>, ApiError> {
    match after {
        None => list_vitals(patient).await,
        Some(_) => Ok(Vec::new()),
    }
}
