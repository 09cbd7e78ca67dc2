//! What providers and patients read and write, over a real Postgres as the application's role.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod allergies;
mod amendments;
mod audit;
mod charts;
mod clinic;
mod dashboard;
mod documents;
mod forms;
#[path = "../harness/mod.rs"]
mod harness;
mod import;
mod import_refusals;
mod patient_list;
mod patients;
mod prescriptions;
mod records;
mod refusals;
mod statements;
mod visits;
mod worklists;
