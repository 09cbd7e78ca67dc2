//! What is logged, and what isn't.
//!
//! Lines carry route templates, never a query, a path's parameters, a name or an id; errors carry a kind, never values.

use std::{
    io::{self, IsTerminal},
    panic,
};

use tracing_subscriber::EnvFilter;

use crate::configuration::LogFormat;

/// Libraries are capped at warnings, because their finer lines can carry SQL, headers or paths.
const DEFAULT_FILTER: &str = "warn,app=info,cluster=info,documents=info,server=info,sessions=info,store=info";

/// Sends log lines to the standard error stream.
pub fn start(format: LogFormat) {
    let filter = std::env::var(EnvFilter::DEFAULT_ENV).ok().filter(|filter| !filter.trim().is_empty());
    let filter = EnvFilter::new(filter.as_deref().unwrap_or(DEFAULT_FILTER));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match format {
        LogFormat::Text => subscriber.with_target(false).with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => subscriber.json().init(),
    }
    panic::set_hook(Box::new(log_panic));
}

/// A panic's message can hold whatever the code had at hand, so only its place is logged.
fn log_panic(information: &panic::PanicHookInfo<'_>) {
    let (file, line) = information.location().map_or(("unknown", 0), |place| (place.file(), place.line()));
    tracing::error!(file, line, "panic");
}
