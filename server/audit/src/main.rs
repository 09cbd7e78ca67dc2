//! Checks an export of the audit, without a database.

use std::{
    fs::File,
    io::{self, BufReader},
    path::PathBuf,
    process::ExitCode,
};

use audit::{PublicKey, Root, verify_lines};
use clap::Parser;

/// Check an export of Carechart's audit: every event is as it was sealed, none is missing, none was added.
///
/// What is trusted comes from outside of the export: the key, and the newest root that somebody kept.
#[derive(Debug, Parser)]
#[command(name = "audit-verify", version, max_term_width = 100)]
struct CommandLine {
    /// What `server audit export` wrote
    export: PathBuf,
    /// A public key that may have signed, as `server audit key` prints it; several where the key was changed
    #[arg(long = "key", required = true)]
    keys: Vec<PublicKey>,
    /// A root that was kept, such as "12 5f0c…": shows an end that was cut off
    #[arg(long = "root")]
    roots: Vec<Root>,
}

fn main() -> ExitCode {
    match check(CommandLine::parse()) {
        Ok(report) => {
            println!("{report}");
            if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn check(CommandLine { export, keys, roots }: CommandLine) -> Result<audit::Report, String> {
    let file = File::open(export).map_err(|error: io::Error| format!("the export can't be read: {}", error.kind()))?;
    Ok(verify_lines(BufReader::new(file), keys, roots))
}
