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
mod entered_in_error;
mod forms;
#[path = "../harness/mod.rs"]
mod harness;
mod hidden_visits;
mod import;
mod import_refusals;
mod listed;
mod merges;
mod patient_list;
mod patients;
mod prescriptions;
mod records;
mod refusals;
mod refused;
mod resent;
mod statements;
mod time_zones;
mod visits;
mod worklists;
