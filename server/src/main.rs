//! Carechart's only binary.

use std::process::ExitCode;

use clap::Parser;
use server::{command_line::CommandLine, run};

fn main() -> ExitCode {
    run(CommandLine::parse())
}
