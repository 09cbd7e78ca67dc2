//! Databases are made, brought up to date and refused, over a real Postgres.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod at_once;
mod catalogue;
mod database;
mod embedded;
mod files;
mod generated;
mod refusals;
mod register;
mod rules;
mod upgrading;
