//! What Carechart talks about: domain types, ids, and the forms that become them.
//!
//! Compiled into the server and into the browser's WASM. No I/O, no SQL, no views.

pub mod access;
pub mod account;
pub mod administration;
pub mod allergy;
pub mod allergy_match;
pub mod break_glass;
pub mod caregiver;
pub mod chart;
pub mod clinic;
pub mod count;
pub mod dashboard;
pub mod document;
pub mod form;
pub mod hidden_visits;
pub mod id;
pub mod import;
pub mod merge;
pub mod own_account;
pub mod page;
pub mod patient;
pub mod prescription;
pub mod relationship;
pub mod visit;
pub mod vitals;
