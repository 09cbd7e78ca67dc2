//! Downloads, and the addresses that they lead to.

use std::{net::SocketAddr, time::Duration};

use documents::{Bucket, EmbeddedS3};
use reqwest::Method;
use tokio::time::{Instant, interval};
use uuid::Uuid;

use crate::{
    browser::{Answer, Browser, send},
    clinic::PDF,
    running::Server,
};

/// Follows an address as a browser does that comes from the site: without the site's cookie.
async fn fetch(url: &str) -> Answer {
    send(Browser::new(url).request(Method::GET, "")).await
}

/// The address that a click on Download leads to.
async fn signed(browser: &Browser, document: impl std::fmt::Display) -> String {
    let answer = browser.get(&format!("/documents/{document}/download")).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().to_owned()
}

#[tokio::test]
async fn a_click_leads_to_the_file_under_its_name() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let (first, second) =
        (signed(provider.browser(), record.document).await, signed(provider.browser(), record.document).await);
    for url in [&first, &second] {
        let file = fetch(url).await;
        assert_eq!((file.status, file.body.as_slice()), (200, PDF));
        let disposition = file.header("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment; filename=") && disposition.contains(".pdf"), "{disposition}");
        assert_eq!(file.header("content-type"), Some("application/pdf"));
        // What says where the bytes are says nothing of whose they are.
        assert!(!url.contains("Ada") && !url.contains(&record.patient.to_string()), "{url}");
    }
}

#[tokio::test]
async fn nobody_else_gets_an_address() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let patient = server.patient("ada", record.patient).await;
    let administrator = server.administrator().await;
    for browser in [mine.browser(), &administrator.browser] {
        let answer = browser.get(&format!("/documents/{}/download", record.document)).await;
        let made_up = browser.get(&format!("/documents/{}/download", Uuid::now_v7())).await;
        assert_eq!((answer.status, made_up.status), (404, 404));
        assert_eq!((answer.header("location"), made_up.header("location")), (None, None));
        assert_eq!(browser.get("/documents/1/download").await.status, 404);
    }
    assert_eq!(fetch(&signed(&patient.browser, record.document).await).await.status, 200);

    // Entered in error: the provider still sees what was misfiled, the patient doesn't.
    let arguments = serde_json::json!({ "document": record.document, "reason": "Misfiled" });
    assert_eq!(theirs.browser().call("mark_document_entered_in_error", &arguments).await.status, 200);
    assert_eq!(patient.browser.get(&format!("/documents/{}/download", record.document)).await.status, 404);
    assert_eq!(fetch(&signed(theirs.browser(), record.document).await).await.status, 200);
}

#[tokio::test]
async fn an_address_opens_one_object_as_it_was_signed() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let other = provider.file(record.patient).await;
    let url = signed(provider.browser(), record.document).await;
    let other = signed(provider.browser(), other).await;
    let (address, query) = url.split_once('?').unwrap();
    let (other_address, _) = other.split_once('?').unwrap();
    let bucket = address.rsplit_once('/').unwrap().0;
    assert_ne!(address, other_address);
    let longer = url.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000");
    let renamed = url.replace(".pdf", ".exe");
    let signature = query.split("X-Amz-Signature=").nth(1).unwrap();
    let turned: String = signature.chars().rev().collect();
    assert!(longer != url && renamed != url && turned != signature);
    let refused = [
        address.to_owned(),
        format!("{other_address}?{query}"),
        longer,
        renamed,
        url.replace(signature, &turned),
        bucket.to_owned(),
        format!("{bucket}?list-type=2"),
        format!("{bucket}?{query}"),
    ];
    for url in refused {
        let answer = fetch(&url).await;
        assert_eq!(answer.status, 403, "{url}");
        assert!(!answer.body.starts_with(b"%PDF"), "{url}");
    }
    for method in [Method::PUT, Method::DELETE] {
        assert_eq!(send(Browser::new(&url).request(method, "")).await.status, 403);
    }
    assert_eq!(fetch(&url).await.status, 200);
}

#[tokio::test]
async fn an_address_stops_working() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    provider.record("Ada").await;
    let key = server.objects().remove(0);
    // The bucket as the server has it, for addresses that live a second.
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let (_s3, settings) = EmbeddedS3::start(&server.s3(), anywhere, None, Duration::from_secs(1)).await.unwrap();
    let bucket = Bucket::open(&settings).await.unwrap();
    let url = bucket.signed_url(&key, "file.pdf", "application/pdf").await.unwrap();
    let (began, mut moments) = (Instant::now(), interval(Duration::from_millis(100)));
    let status = loop {
        moments.tick().await;
        let status = fetch(url.as_str()).await.status;
        if status != 200 || began.elapsed() > Duration::from_secs(20) {
            break status;
        }
    };
    assert_eq!(status, 403);
}
