//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use audit::{PublicKey, Root};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Carechart: a patient records portal over one Postgres and one S3.
///
/// Every command starts the embedded Postgres and S3 under the data directory when DATABASE_URL or the S3_* variables
/// aren't set, and shares them with a server that is running there. With DATABASE_URL, serving takes the passwords of three
/// roles, and what works as the owner takes the owner's. Settings come from the environment: see .env.example.
#[derive(Debug, Parser)]
#[command(name = "server", version, max_term_width = 100)]
pub struct CommandLine {
    /// Where the embedded Postgres and S3 keep their data
    #[arg(long, value_name = "DIR", default_value = "data", global = true)]
    pub data: PathBuf,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site
    Serve(Serve),
    /// Bring the database's schema up to date, as its owner
    Migrate,
    /// Import FHIR R4 bundles: JSON, .gz or .zip
    ImportFhir(ImportFhir),
    /// Create an administrator's account
    CreateAdmin(CreateAdmin),
    /// Remove the second factor of an account whose person has lost it: an administrator's, above all
    RemoveSecondFactor {
        /// The account's email address
        email: String,
    },
    /// After the database was restored from a copy: end every session, link, cover and caregiver's access, which may have been
    /// ended since the copy was made
    AfterRestore {
        /// End them; without it the command only says how many there are
        #[arg(long)]
        yes: bool,
    },
    /// Verify or export the audit
    #[command(subcommand)]
    Audit(Audit),
    /// Ask the database who may do what with which row, of a made-up clinic that is taken back, and report whether it is as
    /// promised
    IsolationReport(IsolationReport),
    /// Load the demonstration clinic; loading it again changes nothing
    Demo,
    /// Check a PDF or JPEG as an upload is checked, and print the verdict as JSON
    CheckFile {
        /// The file
        path: PathBuf,
    },
    /// Ask a running server whether it is healthy
    Healthcheck {
        /// The address that the server listens on
        #[arg(long, env = "LISTEN", default_value = "127.0.0.1:3000")]
        address: SocketAddr,
    },
    /// Stop an embedded Postgres that a killed server left running
    Stop,
}

impl Command {
    /// Whether people will see the demonstration clinic.
    pub fn serves_demonstration(&self) -> bool {
        matches!(self, Self::Serve(Serve { demo: true, .. }))
    }
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:3000")]
    pub address: SocketAddr,
    /// Load the demonstration clinic first, and print its sign-ins
    #[arg(long)]
    pub demo: bool,
}

#[derive(Debug, Args)]
pub struct ImportFhir {
    /// The bundles
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check that every event is as it was sealed, that none is missing and none was added; names each fault
    Verify(VerifyAudit),
    /// Write every event and every seal as JSON lines, which `audit-verify` checks without the database
    Export,
    /// Let the seals go on although they don't continue what the bucket keeps: after the database was restored from a copy, or
    /// the bucket was lost. The reason and both roots are sealed, and reported for ever
    Resume {
        /// Why, in a sentence
        #[arg(long)]
        reason: String,
    },
    /// Print the public key with which batches are signed, to be kept somewhere else
    Key,
}

#[derive(Debug, Args)]
pub struct VerifyAudit {
    /// A further public key that may have signed: another server's, or one from before
    #[arg(long = "key", value_name = "KEY")]
    pub keys: Vec<PublicKey>,
    /// A root that you kept, such as "12 5f0c…", beside the one in the bucket
    #[arg(long = "root", value_name = "ROOT")]
    pub roots: Vec<Root>,
}

#[derive(Debug, Args)]
pub struct IsolationReport {
    /// How the standard output looks
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
    /// Write the report to this file, too, as a page to print or to hand on
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum ReportFormat {
    #[default]
    Text,
    Html,
}

#[derive(Debug, Args)]
pub struct CreateAdmin {
    /// The administrator's email address; asked for when it isn't given
    #[arg(long)]
    pub email: Option<String>,
    /// The password; asked for, or read from the standard input, when it isn't set
    #[arg(long, env = "ADMIN_PASSWORD", hide_env_values = true, hide = true)]
    pub password: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        CommandLine::command().debug_assert();
    }
}
