//! The files that the browser loads: WASM, scripts, styles.

use std::path::Path;

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::{Next, from_fn},
    response::Response,
    routing::get_service,
};
use tower_http::services::ServeDir;

/// Serves `/pkg/…` from below the site's root, as compressed at build when the browser takes it.
pub fn router<S: Clone + Send + Sync + 'static>(site_root: &Path) -> Router<S> {
    let files = get_service(ServeDir::new(site_root).append_index_html_on_directories(false).precompressed_br());
    Router::new().route("/pkg/{*path}", files).layer(from_fn(cache))
}

/// A file with its hash in the name never changes; any other is asked for again each time.
async fn cache(request: Request, next: Next) -> Response {
    let policy = match has_hash(request.uri().path()) {
        true => HeaderValue::from_static("public, max-age=31536000, immutable"),
        false => HeaderValue::from_static("no-cache"),
    };
    let mut response = next.run(request).await;
    name_charset(response.headers_mut());
    if !response.status().is_client_error() && !response.status().is_server_error() {
        response.headers_mut().insert(header::CACHE_CONTROL, policy);
    }
    response
}

/// Says in which characters a text is written: a browser would otherwise take those of the page that loads it, or guess.
fn name_charset(headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let bare = kind.filter(|kind| kind.starts_with("text/") && !kind.contains(';'));
    let named = bare.and_then(|kind| HeaderValue::try_from(format!("{kind}; charset=utf-8")).ok());
    if let Some(named) = named {
        headers.insert(header::CONTENT_TYPE, named);
    }
}

/// Whether the build put a hash into the name: `carechart.<22 characters of base64url>.wasm`.
fn has_hash(path: &str) -> bool {
    let mut parts = path.rsplit('/').next().unwrap_or_default().rsplit('.');
    let hash = parts.nth(1).unwrap_or_default();
    let has_name = parts.next().is_some_and(|name| !name.is_empty());
    has_name && hash.len() == 22 && hash.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_has_characters() {
        for (kind, expected) in [
            ("text/css", "text/css; charset=utf-8"),
            ("text/html; charset=utf-8", "text/html; charset=utf-8"),
            ("application/wasm", "application/wasm"),
        ] {
            let mut headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))]);
            name_charset(&mut headers);
            assert_eq!(headers[header::CONTENT_TYPE], expected);
        }
        let mut none = HeaderMap::new();
        name_charset(&mut none);
        assert!(none.is_empty());
    }

    #[test]
    fn only_a_hashed_name_never_changes() {
        assert!(has_hash("/pkg/carechart.0aB-_fghijklmnopqrstuv.wasm"));
        assert!(!has_hash("/pkg/carechart.wasm"));
        assert!(!has_hash("/pkg/0aB-_fghijklmnopqrstuv.wasm"));
        assert!(!has_hash("/pkg/0aB-_fghijklmnopqrstuv/carechart.wasm"));
        assert!(!has_hash("/pkg/carechart.0aB-_fghijklmnopqrst+v.wasm"));
    }
}
