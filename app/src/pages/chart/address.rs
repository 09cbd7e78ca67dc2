//! What is open, in the address: `/patients/0192…?tab=visits&after=…`.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, params::ParamsMap};
use model::{id::PatientId, page::Cursor};
use uuid::Uuid;

use crate::components::url::with_query;

const PATH: &str = "/patients/";

/// A part of the chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    Demographics,
    #[default]
    Visits,
    Prescriptions,
    Documents,
    Access,
}

impl Tab {
    pub const ALL: [Self; 5] = [Self::Demographics, Self::Visits, Self::Prescriptions, Self::Documents, Self::Access];

    /// As it stands in the address.
    fn as_str(self) -> &'static str {
        match self {
            Self::Demographics => "demographics",
            Self::Visits => "visits",
            Self::Prescriptions => "prescriptions",
            Self::Documents => "documents",
            Self::Access => "access",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Demographics => "Demographics",
            Self::Visits => "Visits",
            Self::Prescriptions => "Prescriptions",
            Self::Documents => "Documents",
            Self::Access => "Access history",
        }
    }
}

/// Whose chart, which tab of it, and where its list begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub patient: PatientId,
    pub tab: Tab,
    pub after: Option<Cursor>,
}

impl Address {
    /// The beginning of a tab.
    pub fn of(patient: PatientId, tab: Tab) -> Self {
        Self { patient, tab, after: None }
    }

    /// The page that begins at `after`.
    pub fn at(self, after: Cursor) -> Self {
        Self { after: Some(after), ..self }
    }

    pub fn href(&self) -> String {
        let after = self.after.as_ref().map_or("", |after| after.0.as_str());
        with_query(&format!("{PATH}{}", self.patient), &[("tab", self.tab.as_str()), ("after", after)])
    }

    /// What isn't an id is nobody's, and asked for like somebody else's: the two then answer alike.
    fn read(id: &str, query: &ParamsMap) -> Self {
        let tab = query.get_str("tab").unwrap_or_default();
        Self {
            patient: id.parse().unwrap_or(PatientId(Uuid::nil())),
            tab: Tab::ALL.into_iter().find(|known| known.as_str() == tab).unwrap_or_default(),
            after: query.get("after").filter(|after| !after.is_empty()).map(Cursor),
        }
    }
}

/// The page's address. It keeps its last value when one leaves the page, which otherwise would fetch on the way out.
pub fn use_address() -> Memo<Address> {
    let location = use_location();
    Memo::new(move |last: Option<&Address>| {
        let path = location.pathname.read();
        match (path.strip_prefix(PATH), last) {
            (None, Some(last)) => last.clone(),
            (id, _) => location.query.with(|query| Address::read(id.unwrap_or_default().trim_end_matches('/'), query)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0192f3a0-0000-7000-8000-000000000001";

    fn read(pairs: &[(&str, &str)]) -> Address {
        Address::read(ID, &pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_chart_opens_at_its_visits() {
        assert_eq!(read(&[]).tab, Tab::Visits);
        assert_eq!(read(&[("tab", "nothing")]).tab, Tab::Visits);
    }

    #[test]
    fn an_address_survives_the_way_there_and_back() {
        let address = read(&[("tab", "documents"), ("after", "a+b/c=")]);
        assert_eq!(address.href(), format!("/patients/{ID}?tab=documents&after=a%2Bb%2Fc%3D"));
        assert_eq!(address.after, Some(Cursor("a+b/c=".into())));
    }

    #[test]
    fn what_is_no_id_is_nobodys() {
        assert_eq!(Address::read("new", &ParamsMap::new()).patient, PatientId(Uuid::nil()));
    }
}
