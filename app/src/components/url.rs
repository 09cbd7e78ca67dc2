//! Addresses within the site.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, location::Url, params::ParamsMap};

/// A path with a query of the pairs that have a value, encoded.
///
/// It doesn't use the router's `ParamsMap`, which decodes what is put in: a search for `100%` must survive.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (key, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(key);
        address.push('=');
        address.push_str(&Url::escape(value));
    }
    address
}

/// The query of the page at `path`. It keeps its last value when one leaves the page: otherwise the page would fetch
/// its first list again on the way out.
pub fn use_query_of(path: &'static str) -> Memo<ParamsMap> {
    let location = use_location();
    Memo::new(move |last: Option<&ParamsMap>| {
        if location.pathname.with(|here| here == path) {
            location.query.get()
        } else {
            last.cloned().unwrap_or_default()
        }
    })
}
