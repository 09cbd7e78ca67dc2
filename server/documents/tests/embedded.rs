//! The bucket on the embedded S3: what it keeps, and whom it answers.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support {
    pub mod signing;
}

use std::{
    fs,
    io::Cursor,
    net::{Ipv4Addr, SocketAddr},
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, SystemTime},
};

use documents::{Bucket, BucketError, BucketSettings, EmbeddedS3};
use reqwest::{Client, Response, StatusCode};
use support::signing::sign;
use tempfile::TempDir;
use url::Url;

const HOUR: Duration = Duration::from_secs(3_600);
const KEY: &str = "0197a3c2-0000-7000-8000-000000000001";
const OTHER: &str = "0197a3c2-0000-7000-8000-000000000002";

async fn start(directory: &Path) -> (EmbeddedS3, BucketSettings) {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    EmbeddedS3::start(directory, listen, None, HOUR).await.unwrap()
}

/// An embedded S3 in a directory of its own, with two documents.
async fn with_two_documents() -> (TempDir, EmbeddedS3, BucketSettings, Bucket) {
    let directory = tempfile::tempdir().unwrap();
    let (embedded, settings) = start(&directory.path().join("documents")).await;
    let bucket = Bucket::open(&settings).await.unwrap();
    for key in [KEY, OTHER] {
        bucket.put(key, &mut Cursor::new(format!("document {key}")), "application/pdf").await.unwrap();
    }
    (directory, embedded, settings, bucket)
}

/// Reads an address as a browser does, past any proxy that the machine is set up with.
async fn get(url: impl reqwest::IntoUrl) -> Response {
    Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap()
}

fn object_address(settings: &BucketSettings, key: &str) -> Url {
    settings.public_endpoint.join(&format!("/{}/{key}", settings.bucket)).unwrap()
}

async fn assert_refused(url: Url) {
    let response = get(url.clone()).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN, "{url}");
    let body = response.text().await.unwrap();
    assert!(!body.contains("document 0"), "{body}");
}

#[tokio::test]
async fn a_signed_address_saves_the_document_and_shows_nothing() {
    let (_directory, _embedded, _settings, bucket) = with_two_documents().await;
    let response = get(bucket.signed_url(KEY, "lab result.pdf", "application/pdf").await.unwrap()).await;
    assert_eq!(response.status(), StatusCode::OK);
    let header = |name: &str| response.headers()[name].to_str().unwrap();
    assert_eq!(header("content-disposition"), "attachment; filename=\"lab result.pdf\"");
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert!(header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(response.text().await.unwrap(), format!("document {KEY}"));
}

#[tokio::test]
async fn a_large_document_comes_back_byte_for_byte() {
    let directory = tempfile::tempdir().unwrap();
    let (_embedded, settings) = start(directory.path()).await;
    let bucket = Bucket::open(&settings).await.unwrap();
    let bytes: Vec<u8> = (0..9_000_001_u32).map(|number| (number % 251) as u8).collect();
    let file = directory.path().join("file");
    fs::write(&file, &bytes).unwrap();
    bucket.put(KEY, &mut tokio::fs::File::open(&file).await.unwrap(), "image/jpeg").await.unwrap();
    let response = get(bucket.signed_url(KEY, "x.jpg", "image/jpeg").await.unwrap()).await;
    assert!(response.bytes().await.unwrap() == bytes);
}

#[tokio::test]
async fn without_a_signature_there_is_nothing() {
    let (_directory, _embedded, settings, bucket) = with_two_documents().await;
    assert_refused(object_address(&settings, KEY)).await;
    assert_refused(object_address(&settings, "no-such-object")).await;
    assert_refused(object_address(&settings, "")).await;
    assert_refused(object_address(&settings, "?list-type=2")).await;
    assert_refused(settings.public_endpoint.clone()).await;
    let client = Client::builder().no_proxy().build().unwrap();
    let request = client.put(object_address(&settings, "new")).body("x");
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let request = client.delete(object_address(&settings, KEY));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    assert_eq!(bucket.keys_older_than(Duration::ZERO, None).await.unwrap().0, [KEY, OTHER]);
}

#[tokio::test]
async fn an_altered_address_is_refused() {
    let (_directory, _embedded, _settings, bucket) = with_two_documents().await;
    let url = bucket.signed_url(KEY, "x.pdf", "application/pdf").await.unwrap();
    assert_eq!(get(url.clone()).await.status(), StatusCode::OK);
    let text = url.as_str();
    let last = if text.ends_with('0') { "1" } else { "0" };
    for altered in [
        text.replace(KEY, OTHER),
        text.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000"),
        text.replace("application%2Fpdf", "text%2Fhtml"),
        text.replace("attachment", "inline"),
        format!("{text}&response-cache-control=public"),
        format!("{}{last}", &text[..text.len() - 1]),
    ] {
        assert_ne!(altered, text);
        assert_refused(altered.parse().unwrap()).await;
    }
    let client = Client::builder().no_proxy().build().unwrap();
    assert_eq!(client.delete(url).send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_expired_address_is_refused() {
    let (_directory, _embedded, settings, _bucket) = with_two_documents().await;
    let now = SystemTime::now();
    let an_hour_ago = now - HOUR;
    assert_eq!(get(sign(&settings, KEY, now, 60)).await.status(), StatusCode::OK);
    assert_eq!(get(sign(&settings, KEY, an_hour_ago, 3_660)).await.status(), StatusCode::OK);
    assert_refused(sign(&settings, KEY, an_hour_ago, 3_590)).await;
    let other_keys = BucketSettings { secret_key: "somebody else's".into(), ..settings };
    assert_refused(sign(&other_keys, KEY, now, 60)).await;
}

#[tokio::test]
async fn the_public_address_is_the_one_that_is_signed() {
    let directory = tempfile::tempdir().unwrap();
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let public = "https://files.clinic.example".parse().unwrap();
    let (_embedded, settings) = EmbeddedS3::start(directory.path(), listen, Some(public), HOUR).await.unwrap();
    let bucket = Bucket::open(&settings).await.unwrap();
    let url = bucket.signed_url(KEY, "x.pdf", "application/pdf").await.unwrap();
    assert_eq!((url.scheme(), url.host_str()), ("https", Some("files.clinic.example")));
    assert_eq!(url.path(), format!("/documents/{KEY}"));
    assert!(url.query().unwrap().contains("X-Amz-Expires=3600"));
    // A proxy that keeps the name that the browser asked for.
    let listener = settings.endpoint.join(&format!("{}?{}", url.path(), url.query().unwrap())).unwrap();
    bucket.put(KEY, &mut Cursor::new("x"), "application/pdf").await.unwrap();
    let client = Client::builder().no_proxy().build().unwrap();
    let response = client.get(listener.clone()).header("host", "files.clinic.example").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_refused(listener).await;
}

#[tokio::test]
async fn what_is_deleted_is_gone() {
    let (_directory, _embedded, _settings, bucket) = with_two_documents().await;
    bucket.delete(KEY).await.unwrap();
    bucket.delete(KEY).await.unwrap();
    let url = bucket.signed_url(KEY, "x.pdf", "application/pdf").await.unwrap();
    assert_eq!(get(url).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(bucket.keys_older_than(Duration::ZERO, None).await.unwrap(), (vec![OTHER.to_owned()], None));
}

#[tokio::test]
async fn only_old_keys_are_listed_page_by_page() {
    let (directory, _embedded, _settings, bucket) = with_two_documents().await;
    let objects = directory.path().join("documents/objects/documents");
    let earlier = SystemTime::now() - HOUR - Duration::from_secs(60);
    for number in 0..1_500 {
        let file = fs::File::create(objects.join(format!("old-{number:04}"))).unwrap();
        file.set_modified(earlier).unwrap();
    }
    let (mut keys, mut pages, mut page) = (Vec::new(), 0, None);
    loop {
        let (some, next) = bucket.keys_older_than(HOUR, page).await.unwrap();
        keys.extend(some);
        pages += 1;
        page = next;
        if page.is_none() {
            break;
        }
    }
    assert_eq!(pages, 2);
    let old: Vec<String> = (0..1_500).map(|number| format!("old-{number:04}")).collect();
    assert_eq!(keys, old);
}

#[tokio::test]
async fn a_file_that_cannot_be_stored_leaves_no_object() {
    let (_directory, embedded, settings, bucket) = with_two_documents().await;
    let wrong_keys = BucketSettings { secret_key: "somebody else's".into(), ..settings };
    assert_eq!(Bucket::open(&wrong_keys).await.err(), Some(BucketError::Refused(403)));
    let directory = tempfile::tempdir().unwrap();
    let mut no_file = tokio::fs::File::open(directory.path()).await.unwrap();
    assert!(matches!(bucket.put("new", &mut no_file, "image/jpeg").await, Err(BucketError::File(_))));
    assert_eq!(bucket.keys_older_than(Duration::ZERO, None).await.unwrap().0, [KEY, OTHER]);
    embedded.stop().await;
    assert_eq!(bucket.put("new", &mut Cursor::new("x"), "image/jpeg").await, Err(BucketError::Unreachable));
    assert_eq!(bucket.delete(KEY).await, Err(BucketError::Unreachable));
}

#[tokio::test]
async fn a_restart_keeps_the_documents_the_keys_and_the_address() {
    let (directory, embedded, settings, bucket) = with_two_documents().await;
    let url = bucket.signed_url(KEY, "x.pdf", "application/pdf").await.unwrap();
    embedded.stop().await;
    let (_embedded, again) = start(&directory.path().join("documents")).await;
    assert_eq!((again.endpoint, again.secret_key), (settings.endpoint, settings.secret_key));
    assert_eq!(get(url).await.text().await.unwrap(), format!("document {KEY}"));
}

#[tokio::test]
async fn a_second_process_uses_the_first_ones_and_succeeds_it() {
    let (directory, first, settings, bucket) = with_two_documents().await;
    let (_second, same) = start(&directory.path().join("documents")).await;
    assert_eq!((&same.endpoint, &same.secret_key), (&settings.endpoint, &settings.secret_key));
    Bucket::open(&same).await.unwrap().delete(OTHER).await.unwrap();
    first.stop().await;
    // The second one takes over as soon as it hears that the lock is free.
    let listed = async {
        loop {
            match bucket.keys_older_than(Duration::ZERO, None).await {
                Ok((keys, _)) => return keys,
                Err(error) => assert_eq!(error, BucketError::Unreachable),
            }
            tokio::task::yield_now().await;
        }
    };
    assert_eq!(tokio::time::timeout(Duration::from_secs(20), listed).await.unwrap(), [KEY]);
}

#[tokio::test]
async fn nobody_else_on_the_machine_can_look_inside() {
    let (directory, _embedded, settings, _bucket) = with_two_documents().await;
    let home = directory.path().join("documents");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home), 0o700);
    assert_eq!(mode(&home.join("keys.json")), 0o600);
    assert!(fs::read_to_string(home.join("keys.json")).unwrap().contains(&settings.secret_key));
}

#[tokio::test]
async fn no_error_names_a_key_or_an_address() {
    let errors = [BucketError::Refused(403), BucketError::Unreachable, BucketError::Protocol];
    for error in errors {
        assert!(!format!("{error} {error:?}").contains("http"), "{error}");
    }
    let directory = tempfile::tempdir().unwrap();
    let (_embedded, settings) = start(directory.path()).await;
    let wrong = BucketSettings { bucket: "Not A Bucket".into(), ..settings };
    let message = Bucket::open(&wrong).await.err().unwrap().to_string();
    assert!(!message.contains(&wrong.access_key) && !message.contains("127.0.0.1"), "{message}");
}
