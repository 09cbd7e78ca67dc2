//! The server: configuration, command line, router, sessions' middleware, jobs.

pub mod command_line;
mod commands;
pub mod configuration;
mod infrastructure;
mod jobs;
mod key_file;
mod listener;
mod logging;
mod signals;
mod site;
mod web;

pub use commands::run;
