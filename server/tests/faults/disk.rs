//! The disk is full: no file grows any more.

use std::{fs, process::Command};

use serde_json::Value;
use uuid::Uuid;

use crate::{PICTURE, assert_unavailable, clinic::Provider, running::Server, upload_form, waiting::until};

const NOT_FILED: &str = "this one isn't filed";

/// How large a file may become that the process writes. To a write beyond it the system says no, as it does when the
/// disk is full; nothing but this needs rights that a test doesn't have.
fn limit(server: &Server, bytes: &str) {
    let mut command = Command::new("prlimit");
    command.arg("--pid").arg(server.process().to_string()).arg(format!("--fsize={bytes}:"));
    assert!(command.status().unwrap().success());
}

/// Uploads while the server that has the disk finds it full, and once there is room again.
async fn assert_stops_and_goes_on(full: &Server, server: &Server, bucket: &Server, provider: &Provider) {
    let patient = provider.register("Ada").await.to_string();
    let form = upload_form(Uuid::now_v7(), &patient, PICTURE);
    let before = (bucket.objects().len(), server.count("documents").await);
    limit(full, "2048");
    assert_unavailable(&provider.browser().upload_form(&form).await, NOT_FILED);
    assert_eq!((bucket.objects().len(), server.count("documents").await), before);
    assert_eq!((server.spooled(), parts(bucket)), (0, 0));
    // What needs no room goes on.
    assert_eq!(provider.browser().get(&format!("/patients/{patient}")).await.status, 200);

    limit(full, "unlimited");
    assert_eq!(provider.browser().upload_form(&form).await.status, 201);
    let after = (before.0 + 1, before.1 + 1);
    until("it is filed", async || (bucket.objects().len(), server.count("documents").await) == after).await;
}

/// Objects that are arriving.
fn parts(bucket: &Server) -> usize {
    let entries = fs::read_dir(bucket.s3().join("objects")).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".tmp.")).count()
}

#[tokio::test]
async fn a_full_disk_stops_uploads_until_there_is_room() {
    // One server's bucket is the other's, whose own disk has room.
    let bucket = Server::start().await;
    let address = fs::read_to_string(bucket.s3().join("address")).unwrap();
    let keys: Value = serde_json::from_slice(&fs::read(bucket.s3().join("keys.json")).unwrap()).unwrap();
    let endpoint = format!("http://{}", address.trim());
    let settings = [
        ("S3_ENDPOINT", endpoint.as_str()),
        ("S3_BUCKET", "documents"),
        ("S3_ACCESS_KEY", keys["access_key"].as_str().unwrap()),
        ("S3_SECRET_KEY", keys["secret_key"].as_str().unwrap()),
    ];
    let server = Server::start_with(&settings).await;
    let provider = server.provider("provider").await;
    // The bucket's disk, and then the one on which uploads wait.
    assert_stops_and_goes_on(&bucket, &server, &bucket, &provider).await;
    assert_stops_and_goes_on(&server, &server, &bucket, &provider).await;
}
