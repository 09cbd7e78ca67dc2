//! The server: configuration, command line, router, sessions' middleware, jobs.

mod commands;
pub mod command_line;
pub mod configuration;
mod infrastructure;
mod jobs;
mod logging;
mod web;

pub use commands::run;
