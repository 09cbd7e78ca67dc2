//! Requests that another site makes the browser send.

use reqwest::Method;
use serde_json::json;

use crate::{
    browser::send,
    clinic::{self, PASSWORD},
    running::Server,
};

/// What browsers say of a request of another site: new ones by `Sec-Fetch-Site`, old ones by `Origin`.
const FROM_ELSEWHERE: [(&str, &str); 3] =
    [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://elsewhere.example")];

#[tokio::test]
async fn what_another_site_sends_changes_nothing() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let browser = provider.browser();
    let form = "application/x-www-form-urlencoded";
    let arguments = json!({ "id": uuid::Uuid::now_v7(), "form": clinic::demographics("Eve"), "is_confirmed": true });
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
