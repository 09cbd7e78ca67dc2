//! The server: configuration, command line, router, sessions' middleware, jobs.

mod account_key;
mod audit_key;
pub mod command_line;
mod commands;
pub mod configuration;
mod infrastructure;
mod jobs;
mod listener;
mod logging;
mod signals;
mod site;
mod web;

pub use commands::run;
