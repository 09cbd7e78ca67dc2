use std::{
    ffi::OsString,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use model::document::{FileFormat, FileRefusal};
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    process::Command,
    sync::Semaphore,
    time,
};

use super::{Verdict, unreadable};

/// How many checks run at once; the next ones wait. It bounds the memory that uploads take together.
static RUNNING: Semaphore = Semaphore::const_new(2);

/// How much address space a check may take: a progressive JPEG of as many pixels as are accepted, and the program.
const MEMORY: u64 = 768 * 1024 * 1024;

/// How much processor time a check may take, in seconds.
const PROCESSOR: u64 = 15;

/// How long a check may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// The longest answer, in bytes.
const ANSWER: u64 = 256;

/// Runs `PROGRAM check-file PATH` with limits, and reads its verdict.
#[derive(Clone, Debug)]
pub struct FileChecker {
    program: PathBuf,
    patience: Duration,
}

impl FileChecker {
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), patience: PATIENCE }
    }

    /// With another time after which the child is killed.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// What the child says of the file.
    ///
    /// # Errors
    /// Why it is refused: what the child says; [`FileRefusal::TooComplex`] when it broke a limit;
    /// [`FileRefusal::Damaged`] when it gave up by itself.
    pub async fn check(&self, path: &Path) -> Result<FileFormat, FileRefusal> {
        let _permit = RUNNING.acquire().await.map_err(|_| FileRefusal::TooComplex)?;
        let path = std::path::absolute(path).map_err(|error| unreadable(&error))?;
        let mut child = self.command(&path).spawn().map_err(|error| unreadable(&error))?;
        let answer = child.stdout.take();
        let finished = async { (read(answer).await, child.wait().await) };
        let Ok((answer, status)) = time::timeout(self.patience, finished).await else {
            tracing::warn!("a file's check took too long");
            child.kill().await.ok();
            return Err(FileRefusal::TooComplex);
        };
        let status = status.map_err(|error| unreadable(&error))?;
        match serde_json::from_slice(&answer) {
            Ok(Verdict::Accepted(format)) if status.success() => Ok(format),
            Ok(Verdict::Refused(refusal)) if status.success() => Err(refusal),
            _ => Err(broken(status)),
        }
    }

    /// The program behind limits on memory, time, files and processes. It inherits nothing: no environment, which holds
    /// the server's secrets, and no input.
    fn command(&self, path: &Path) -> Command {
        let mut command = Command::new("prlimit");
        command.args([
            format!("--as={MEMORY}"),
            format!("--cpu={PROCESSOR}"),
            "--core=0".into(),
            "--fsize=0".into(),
            "--nofile=16".into(),
            "--nproc=0".into(),
        ]);
        command.args([OsString::from("--"), self.program.clone().into(), "check-file".into(), path.into()]);
        command.env_clear().current_dir("/").kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }
}

/// The answer, or as much of it as counts: a child that writes without an end is stopped by the closed pipe.
async fn read(answer: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(answer) = answer {
        answer.take(ANSWER).read_to_end(&mut bytes).await.ok();
    }
    bytes
}

/// A child without a verdict: a signal is a limit that it broke (memory that isn't there aborts it, too), anything else
/// a bug that the file found.
fn broken(status: ExitStatus) -> FileRefusal {
    match status.signal() {
        Some(signal) => {
            tracing::warn!(signal, "a file's check was stopped");
            FileRefusal::TooComplex
        }
        None => {
            tracing::warn!(code = status.code(), "a file's check gave no verdict");
            FileRefusal::Damaged
        }
    }
}
