//! Downloads that fail: a page in the site's look, and the way back to where the link was.

use crate::{
    browser::{Answer, Browser},
    clinic::PASSWORD,
    running::Server,
};

/// The documents of a chart, and how they stand in a query.
fn documents_tab(patient: impl std::fmt::Display) -> (String, String) {
    (format!("/patients/{patient}?tab=documents"), format!("%2Fpatients%2F{patient}%3Ftab%3Ddocuments"))
}

fn assert_failure_page(answer: &Answer, here: &str, back: Option<&str>) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.header("content-type").unwrap().starts_with("text/html"));
    let page = answer.text();
    assert!(page.contains("<title>This can't be opened just now · Carechart</title>"), "{page}");
    assert!(page.contains("The clinic's records can't be reached just now."), "{page}");
    assert!(page.contains("carechart.css") && page.contains("class=\"top-bar\""), "the site's look: {page}");
    assert!(page.contains(&format!("href=\"{here}\"")), "try again: {page}");
    assert_eq!(page.contains(">Go back<"), back.is_some(), "{page}");
    if let Some(back) = back {
        assert!(page.contains(&format!("href=\"{back}\"")), "back: {page}");
    }
    assert!(!page.contains("hydrate"), "no script: {page}");
    assert!(answer.header("content-security-policy").unwrap().contains("style-src 'self'"));
}

#[tokio::test]
async fn signed_out_one_comes_back_to_the_documents() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let patient = server.patient("ada", record.patient).await;
    let (tab, encoded) = documents_tab(record.patient);
    let my_tab = "%2Fmy-records%3Ftab%3Ddocuments";
    let link = |from: &str| format!("/documents/{}/download?from={from}", record.document);
    for (browser, page, from) in
        [(provider.browser(), tab.as_str(), encoded.as_str()), (&patient.browser, "/my-records?tab=documents", my_tab)]
    {
        let page = browser.get(page).await;
        // A hyphen may be written either way.
        let plain = |text: &str| text.replace("%2D", "-");
        assert!(plain(page.text()).contains(&format!("href=\"{}\"", link(from))), "{}", page.text());
        let answer = server.browser().get(&link(from)).await;
        let sign_in = format!("/sign-in?next={from}");
        assert_eq!((answer.status, answer.header("location").map(plain)), (303, Some(sign_in)));
    }
    for elsewhere in ["%2F%2Fexample.org", "https%3A%2F%2Fexample.org", ""] {
        assert_eq!(server.browser().get(&link(elsewhere)).await.header("location"), Some("/sign-in"), "{elsewhere}");
    }
    let mut browser: Browser = server.browser();
    let fields = [("email", provider.person.email.as_str()), ("password", PASSWORD), ("next", tab.as_str())];
    let answer = browser.submit("/api/sign_in", &fields).await;
    assert_eq!(answer.header("location"), Some(tab.as_str()));
    browser.cookie = answer.header("set-cookie").and_then(|cookie| Some(cookie.split(';').next()?.to_owned()));
    assert_eq!(browser.get(&tab).await.status, 200);
}

#[tokio::test]
async fn when_the_database_fails_a_page_says_what_to_do() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let (tab, encoded) = documents_tab(record.patient);
    let path = format!("/documents/{}/download?from={encoded}", record.document);
    let shut_down = "
        create function shut_down() returns trigger language plpgsql as
            $$ begin raise exception 'no' using errcode = '57P01'; end $$;
        create trigger shut_down before insert on audit_events for each row
            when (new.action = 'document.mint_url') execute function shut_down();";
    sqlx::raw_sql(shut_down).execute(&server.superuser).await.unwrap();
    assert_failure_page(&provider.browser().get(&path).await, &path, Some(&tab));
    let bare = format!("/documents/{}/download", record.document);
    assert_failure_page(&provider.browser().get(&bare).await, &bare, None);

    // Not even the session can be looked up: so it is for every page, but what a script asks for is no page.
    sqlx::raw_sql("drop function open_session").execute(&server.superuser).await.unwrap();
    assert_failure_page(&provider.browser().get(&path).await, &path, Some(&tab));
    assert_failure_page(&provider.browser().get("/patients").await, "/patients", None);
    let answer = provider.browser().call("my_record", &serde_json::json!({})).await;
    assert_eq!((answer.status, answer.text().contains("<html")), (503, false));
}
