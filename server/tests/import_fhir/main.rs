//! The command line's `import-fhir` and `demo`, as a program: over a Postgres and an S3 of its own, and over a database
//! into which a test looks.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod identity;
mod place;
mod program;
mod refusals;
mod synthea;

#[path = "../../store/tests/harness/mod.rs"]
mod harness;
