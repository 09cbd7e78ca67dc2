//! The server as it is deployed, over HTTP: its own program on a free port, a real Postgres, an S3 of its own.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod access;
mod account;
mod administrators_factor;
mod arranged;
mod break_glass;
mod browser;
mod clinic;
mod closed_accounts;
mod cross_site;
mod crowd;
mod documents;
mod emergency_writes;
mod endpoints;
mod failed_downloads;
mod headers;
mod hidden_visits;
mod isolation;
mod logs;
mod merging;
mod pages;
mod passkeys;
mod process;
mod refusals;
mod relationships;
mod resent;
mod resent_uploads;
mod roles;
mod running;
mod sign_in;
mod signed_out;
mod statements;
mod uploads;

#[path = "../../sessions/tests/signing_in/authenticator.rs"]
mod authenticator;
#[path = "../../store/tests/harness/mod.rs"]
mod harness;
