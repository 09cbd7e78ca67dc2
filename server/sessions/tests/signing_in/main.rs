//! Signing in and out with real passwords, over a real Postgres as the application's role.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod accounts;
mod authenticator;
#[path = "../../../store/tests/harness/mod.rs"]
mod harness;
mod passkeys;
mod scene;
mod second_factor;
mod sign_in;
mod unknown_address;
