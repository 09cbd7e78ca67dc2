//! The server as it is deployed, over HTTP: its own program on a free port, a real Postgres, an S3 of its own.

mod browser;
mod clinic;
mod cross_site;
mod documents;
mod endpoints;
mod headers;
mod isolation;
mod logs;
mod process;
mod running;
mod sign_in;
mod uploads;

/// Other tests need more of it.
#[allow(dead_code)]
#[path = "../../store/tests/harness/mod.rs"]
mod harness;
