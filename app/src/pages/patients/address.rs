//! The list's state in the address: `/patients?search=ann&sort=last-visit&order=desc&after=…`.

use leptos_router::params::ParamsMap;
use model::{
    dashboard::{PatientQuery, PatientSort},
    page::Cursor,
};

use crate::components::{table::Sorted, url::with_query};

pub const PATH: &str = "/patients";

/// What the address asks for.
pub fn query(params: &ParamsMap) -> PatientQuery {
    let get = |key: &str| params.get(key).unwrap_or_default();
    PatientQuery {
        search: get("search").trim().to_owned(),
        sort: PatientSort::parse(&get("sort")),
        descending: get("order") == "desc",
        after: Some(get("after")).filter(|after| !after.is_empty()).map(Cursor),
    }
}

/// The address that asks for `query`; what is the default is left out.
pub fn of(query: &PatientQuery) -> String {
    let sort = if query.sort == PatientSort::default() { "" } else { query.sort.as_str() };
    let order = if query.descending { "desc" } else { "" };
    let after = query.after.as_ref().map_or("", |after| after.0.as_str());
    with_query(PATH, &[("search", &query.search), ("sort", sort), ("order", order), ("after", after)])
}

/// The first page of another search in the same order.
pub fn searched(query: &PatientQuery, search: &str) -> String {
    of(&PatientQuery { search: search.trim().to_owned(), after: None, ..query.clone() })
}

/// The page that begins at `after`.
pub fn paged(query: &PatientQuery, after: Option<Cursor>) -> String {
    of(&PatientQuery { after, ..query.clone() })
}

/// How the list is sorted by a column, and the address that a click on its header leads to: what is recent or many
/// comes first, names and dates of birth ascend; a second click turns it around.
pub fn sorted(query: &PatientQuery, sort: PatientSort) -> (Sorted, String) {
    let (sorted, descending) = match (query.sort == sort, query.descending) {
        (true, true) => (Sorted::Descending, false),
        (true, false) => (Sorted::Ascending, true),
        (false, _) => (Sorted::No, matches!(sort, PatientSort::LastVisit | PatientSort::ActivePrescriptions)),
    };
    (sorted, of(&PatientQuery { sort, descending, after: None, ..query.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_empty_address_asks_for_everyone_by_name() {
        assert_eq!(query(&ParamsMap::new()), PatientQuery::default());
        assert_eq!(of(&PatientQuery::default()), "/patients");
    }

    #[test]
    fn a_search_is_encoded() {
        assert_eq!(searched(&PatientQuery::default(), " O'Neill & son "), "/patients?search=O%27Neill%20%26%20son");
    }

    #[test]
    fn sorting_keeps_the_search_and_starts_over() {
        let query = query(&params(&[("search", "ann"), ("after", "cursor")]));
        assert_eq!(
            sorted(&query, PatientSort::LastVisit),
            (Sorted::No, "/patients?search=ann&sort=last%2Dvisit&order=desc".into())
        );
        assert_eq!(sorted(&query, PatientSort::Name), (Sorted::Ascending, "/patients?search=ann&order=desc".into()));
    }

    #[test]
    fn a_second_click_turns_the_order_around() {
        let query = query(&params(&[("sort", "last-visit"), ("order", "desc")]));
        assert_eq!(sorted(&query, PatientSort::LastVisit), (Sorted::Descending, "/patients?sort=last%2Dvisit".into()));
    }
}
