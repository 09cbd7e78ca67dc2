//! What the server stands on fails: Postgres, the bucket, the disk, the server itself. What was confirmed stays, what
//! wasn't leaves nothing, the answer says what happened, and all goes on by itself.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../http/browser.rs"]
mod browser;
mod bucket;
#[allow(dead_code)]
#[path = "../http/clinic.rs"]
mod clinic;
mod database;
mod disk;
#[path = "../../store/tests/harness/mod.rs"]
mod harness;
mod killed;
mod load;
mod network;
#[path = "../http/running.rs"]
mod running;
mod waiting;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::browser::Answer;

/// A JPEG of some 20 kB that is accepted.
const PICTURE: &[u8] = include_bytes!("../../documents/tests/files/cat.jpg");

/// The form of an upload, as the page sends it.
fn upload_form(id: Uuid, patient: &str, file: &[u8]) -> Vec<u8> {
    let id = id.to_string();
    let fields = [("id", id.as_str()), ("patient", patient), ("document_type", "other"), ("description", "A cat")];
    browser::multipart(&fields, Some(file))
}

/// The call that saves a visit, with a prescription.
fn visit_call(id: Uuid, patient: &str) -> Value {
    let mut form = clinic::visit();
    form["prescriptions"] = json!([clinic::prescription()]);
    json!({ "visit": { "id": id, "patient": patient, "form": form } })
}

/// A refusal for as long as something is missing, which says when to try again.
fn assert_unavailable(answer: &Answer, words: &str) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("5"), "{}", answer.text());
    assert!(answer.text().contains(words), "{}", answer.text());
}
