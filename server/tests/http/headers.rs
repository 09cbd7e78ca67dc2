//! What every answer says to the browser.

use reqwest::Method;

use crate::{browser::send, clinic::NAME, running::Server};

const EVERYWHERE: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

#[tokio::test]
async fn every_answer_has_the_security_headers_and_is_kept_by_no_cache() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let chart = format!("/patients/{}", record.patient);
    let download = format!("/documents/{}/download", record.document);
    for path in ["/", "/sign-in", "/patients", &chart, "/nowhere", "/documents", "/health", &download, "/api/nothing"] {
        let answer = provider.browser().get(path).await;
        for (name, value) in EVERYWHERE {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"), "{path}");
        assert!(answer.header("strict-transport-security").is_none(), "without TLS, {path}");
        assert!(answer.header("server").is_none(), "{path}");
    }
}

#[tokio::test]
async fn a_page_runs_its_own_scripts_only() {
    let server = Server::start().await;
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = server.browser().get("/sign-in").await;
        let policy = page.header("content-security-policy").unwrap().to_owned();
        let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap();
        assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'") && !scripts.contains("http"));
        let nonce = scripts.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        // Each script in the page has the nonce, or comes from a file of this site.
        for script in page.text().split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains("src=\"/"), "{tag}");
        }
        assert!(!page.text().contains("://") || page.text().matches("://").all(|_| only_namespaces(page.text())));
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

/// The only addresses of other sites are names of XML vocabularies, which nobody fetches.
fn only_namespaces(page: &str) -> bool {
    let starts = page.match_indices("http://").chain(page.match_indices("https://"));
    starts.into_iter().all(|(start, _)| page[start..].starts_with("http://www.w3.org/"))
}

#[tokio::test]
async fn files_with_a_hash_in_their_name_are_kept_for_good_and_others_are_asked_for_again() {
    let server = Server::start().await;
    let hashed = server.browser().get("/pkg/carechart.abcdefghijklmnopqrstuv.js").await;
    assert_eq!((hashed.status, hashed.header("cache-control")), (200, Some("public, max-age=31536000, immutable")));
    let plain = server.browser().get("/pkg/carechart.css").await;
    assert_eq!((plain.status, plain.header("cache-control")), (200, Some("no-cache")));
    assert_eq!(hashed.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(plain.header("content-type"), Some("text/css; charset=utf-8"));
    for path in ["/pkg/nothing.js", "/pkg/../data/s3/keys.json", "/pkg/..%2f..%2fdata%2fs3%2fkeys.json", "/pkg/"] {
        let answer = server.browser().get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn over_tls_browsers_stay_with_it_and_the_cookie_is_secure() {
    let settings = [
        ("PUBLIC_URL", "https://records.example.org"),
        ("S3_PUBLIC_ENDPOINT", "https://files.example.org"),
        ("TRUSTED_PROXY", "yes"),
    ];
    let server = Server::start_with(&settings).await;
    let mut browser = server.browser();
    server.account("patient", "patient@clinic.example").await;
    let answer = browser.sign_in("patient@clinic.example", crate::clinic::PASSWORD).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("; Secure"), "{cookie}");
    assert!(answer.header("strict-transport-security").unwrap().starts_with("max-age=63072000"));
    // A proxy that changes the host: the site's own origin counts.
    let request = browser.request(Method::POST, "/api/sign_out").header("origin", "https://records.example.org");
    assert_ne!(send(request).await.status, 403);
}

/// A compressed page would tell somebody who watches the wire how well a search fits a name.
#[tokio::test]
async fn only_own_pages_are_compressed() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    provider.register("Ada").await;
    for (site, expected) in [("same-origin", Some("br")), ("none", Some("br")), ("cross-site", None)] {
        let request = provider.browser().request(Method::GET, "/patients").header("accept-encoding", "br");
        let answer = send(request.header("sec-fetch-site", site)).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, expected), "{site}");
        assert_eq!(expected.is_none(), std::str::from_utf8(&answer.body).is_ok_and(|page| page.contains(NAME)));
    }
}

/// `TRACE` would give a script what the browser keeps from it: the request's cookie, in the answer's body.
#[tokio::test]
async fn no_answer_repeats_its_request() {
    let server = Server::start().await;
    for path in ["/", "/sign-in", "/health", "/pkg/carechart.css", "/api/sign_in", "/documents"] {
        let request = server.browser().request(Method::TRACE, path).header("cookie", "session=a-token-of-somebody");
        let answer = send(request).await;
        assert!([403, 404, 405].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("a-token-of-somebody"), "{path}");
    }
}
