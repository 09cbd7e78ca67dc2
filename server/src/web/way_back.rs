//! Where somebody was when they followed a link that isn't a page. A link says so itself, as our `Referrer-Policy` keeps
//! browsers from it.

use axum::http::Uri;
use sessions::own_path;
use url::form_urlencoded;

/// The query's `from`, if it is a path of this site.
pub fn way_back(uri: &Uri) -> Option<String> {
    let query = uri.query().unwrap_or_default();
    let (_, from) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "from")?;
    own_path(&from).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(uri: &str) -> Option<String> {
        way_back(&uri.parse().unwrap())
    }

    #[test]
    fn only_a_path_of_this_site_leads_back() {
        let chart = "/patients/1?tab=documents";
        assert_eq!(back("/documents/1/download?a=b&from=%2Fpatients%2F1%3Ftab%3Ddocuments").as_deref(), Some(chart));
        for uri in ["/documents/1/download", "/?from=", "/?from=%2F%2Fexample.org", "/?from=https%3A%2F%2Fexample.org"]
        {
            assert_eq!(back(uri), None, "{uri}");
        }
    }
}
