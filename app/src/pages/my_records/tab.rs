//! The parts of the record, and their addresses.

use leptos::prelude::*;
use model::{id::PatientId, page::Cursor};

use super::records::RecordsQuery;
use crate::components::{
    tabs::{Tab, Tabs},
    url::with_query,
};

pub const PATH: &str = "/my-records";

/// A part of the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordTab {
    #[default]
    Visits,
    Prescriptions,
    Documents,
}

impl RecordTab {
    const ALL: [Self; 3] = [Self::Visits, Self::Prescriptions, Self::Documents];

    fn as_str(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Prescriptions => "prescriptions",
            Self::Documents => "documents",
        }
    }

    /// The address's text back; anything else is the visits.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.as_str() == text).unwrap_or_default()
    }

    /// What is written on it, and the same in plainer words.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Visits => ("Visits", ""),
            Self::Prescriptions => ("Prescriptions", "Medicines"),
            Self::Documents => ("Documents", ""),
        }
    }

    /// The address of its page that begins at `after`.
    pub fn address(self, record: Option<PatientId>, after: Option<&Cursor>) -> String {
        let record = record.map(|record| record.to_string()).unwrap_or_default();
        with_query(
            PATH,
            &[("record", record.as_str()), ("tab", self.as_str()), ("after", after.map_or("", |after| &after.0))],
        )
    }
}

#[component]
pub fn RecordTabs(query: Memo<RecordsQuery>) -> impl IntoView {
    let record = query.with_untracked(|query| query.record);
    let tabs = RecordTab::ALL.map(|tab| {
        let (label, hint) = tab.words();
        let is_current = Signal::derive(move || query.with(|query| query.tab == tab));
        Tab { href: tab.address(record, None), label, hint, is_current }
    });
    view! { <Tabs label="Your record" tabs=tabs.into()/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tab_has_an_address_that_leads_back_to_it() {
        for tab in RecordTab::ALL {
            let address = tab.address(None, None);
            assert_eq!(address.strip_prefix("/my-records?tab=").map(RecordTab::parse), Some(tab));
        }
        assert_eq!(RecordTab::parse("something else"), RecordTab::Visits);
    }
}
