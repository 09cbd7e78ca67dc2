//! What the command line does.

mod after_restore;
mod audit;
mod bucket_sink;
mod check_file;
mod create_admin;
mod demo;
mod healthcheck;
mod import_fhir;
mod isolation_report;
mod migrate;
mod remove_second_factor;
mod serve;
mod stop;

use std::{path::Path, process::ExitCode, thread::available_parallelism};

use anyhow::bail;
use tokio::runtime::{Builder, Runtime};

use crate::{
    command_line::{Command, CommandLine},
    configuration::Configuration,
    infrastructure::Infrastructure,
    logging, signals,
};

/// A clinic's requests don't need more, and each thread costs memory.
const MOST_THREADS: usize = 4;

/// Runs a command to its end; what goes wrong is said in one line.
pub fn run(CommandLine { data, command }: CommandLine) -> ExitCode {
    match execute(&data, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(data: &Path, command: Command) -> anyhow::Result<()> {
    // These two need no configuration and no runtime, and the first has to be small.
    match command {
        Command::CheckFile { path } => return check_file::check_file(&path),
        Command::Healthcheck { address } => return healthcheck::healthcheck(address),
        _ => {}
    }
    let unnamed = if command.serves_demonstration() { demo::CLINIC } else { "Carechart" };
    // Before there is a log: a line of the password file that the driver doesn't understand would stand in it.
    let configuration = Configuration::from_environment(unnamed)?;
    logging::start(configuration.log);
    let runtime = runtime()?;
    let result = runtime.block_on(with_infrastructure(configuration, data, command));
    // Whatever still runs on a thread of its own has nothing to finish.
    runtime.shutdown_background();
    result
}

async fn with_infrastructure(configuration: Configuration, data: &Path, command: Command) -> anyhow::Result<()> {
    if let Command::Stop = command {
        return stop::stop(data).await;
    }
    let ending = signals::watch()?;
    let infrastructure = Infrastructure::start(configuration, data).await?;
    let result = match command {
        Command::Serve(arguments) => serve::serve(&infrastructure, arguments, &ending).await,
        command => tokio::select! {
            result = once(&infrastructure, command) => result,
            () = ending.cancelled() => bail!("interrupted; what was finished stays"),
        },
    };
    infrastructure.stop().await;
    result
}

/// The commands that do one thing and end.
async fn once(infrastructure: &Infrastructure, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Migrate => migrate::migrate(infrastructure).await,
        Command::ImportFhir(arguments) => import_fhir::import_fhir(infrastructure, arguments).await,
        Command::CreateAdmin(arguments) => create_admin::create_admin(infrastructure, arguments).await,
        Command::RemoveSecondFactor { email } => {
            remove_second_factor::remove_second_factor(infrastructure, &email).await
        }
        Command::AfterRestore { yes } => after_restore::after_restore(infrastructure, yes).await,
        Command::Audit(command) => audit::audit(infrastructure, command).await,
        Command::IsolationReport(arguments) => isolation_report::isolation_report(infrastructure, arguments).await,
        Command::Demo => demo::demo(infrastructure).await,
        Command::Serve(_) | Command::CheckFile { .. } | Command::Healthcheck { .. } | Command::Stop => Ok(()),
    }
}

fn runtime() -> std::io::Result<Runtime> {
    let threads = available_parallelism().map_or(1, |count| count.get()).min(MOST_THREADS);
    Builder::new_multi_thread().worker_threads(threads).enable_all().build()
}
