//! Requests that another site makes the browser send.

use reqwest::Method;
use serde_json::json;

use crate::{
    browser::send,
    clinic::{self, PASSWORD},
    running::Server,
};

/// What browsers say of a request of another site: new ones by `Sec-Fetch-Site`, old ones by `Origin`.
const FROM_ELSEWHERE: [(&str, &str); 4] = [
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
    ("origin", "https://elsewhere.example"),
    ("origin", "null"),
];

#[tokio::test]
async fn what_another_site_sends_changes_nothing() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let browser = provider.browser();
    let form = "application/x-www-form-urlencoded";
    let arguments = json!({ "id": uuid::Uuid::now_v7(), "form": clinic::demographics("Eve"), "not_duplicates": [] });
    let requests = [
        ("/api/register_patient", "application/json", arguments.to_string()),
        ("/api/sign_out", form, String::new()),
        ("/api/sign_in", form, format!("email={}&password={PASSWORD}", provider.person.email)),
        ("/documents", "multipart/form-data; boundary=x", format!("--x\r\n{}", record.patient)),
    ];
    for (path, kind, body) in requests {
        for (name, value) in FROM_ELSEWHERE {
            let request = browser.request(Method::POST, path).header("content-type", kind).header(name, value);
            let answer = send(request.body(body.clone())).await;
            assert_eq!((answer.status, answer.header("set-cookie")), (403, None), "{path} with {name}: {value}");
        }
    }
    assert_eq!((server.count("patients").await, server.count("documents").await), (1, 1));
    assert_eq!(browser.get("/patients").await.status, 200, "still signed in");
}

/// Pages say `no-referrer`, so that their plain forms are sent with `Origin: null`: only `Sec-Fetch-Site` tells them from
/// another site's.
#[tokio::test]
async fn a_form_without_an_origin_is_taken_from_this_site_only_and_the_refusal_says_what_to_do() {
    let server = Server::start().await;
    server.account("patient", "patient@clinic.example").await;
    let submit = || {
        let request = server.browser().request(Method::POST, "/api/sign_in").header("origin", "null");
        let request = request.header("accept", "text/html,application/xhtml+xml");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(format!("email=patient@clinic.example&password={PASSWORD}"))
    };
    for request in [submit(), submit().header("sec-fetch-site", "cross-site")] {
        let refused = send(request).await;
        assert_eq!((refused.status, refused.header("set-cookie")), (403, None));
        assert_eq!(refused.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(refused.header("content-security-policy").unwrap().contains("style-src 'self'"));
        for words in ["This form wasn't accepted", "https://", "2023", "/pkg/carechart.css"] {
            assert!(refused.text().contains(words), "{words}: {}", refused.text());
        }
    }
    let accepted = send(submit().header("sec-fetch-site", "same-origin")).await;
    assert_eq!((accepted.status, accepted.header("location")), (302, Some("/my-records")));
    assert!(accepted.header("set-cookie").is_some());
}

#[tokio::test]
async fn a_link_on_another_site_still_leads_here() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let request = provider.browser().request(Method::GET, "/patients").header("sec-fetch-site", "cross-site");
    assert_eq!(send(request).await.status, 200);
}

/// A server function that could be called by an address alone could be called by a link.
#[tokio::test]
async fn no_server_function_answers_a_get() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    for path in ["/api/sign_out", "/api/dashboard_counts", "/api/register_patient", "/api/current_user"] {
        let answer = send(provider.browser().request(Method::GET, path)).await;
        assert!([404, 405].contains(&answer.status), "{path}: {}", answer.status);
    }
}
