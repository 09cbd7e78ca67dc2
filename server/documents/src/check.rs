//! What is asked of a file before it enters the bucket.

mod child;
mod digest;

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use model::document::{DOCUMENT_MOST_BYTES, FileFormat, FileRefusal};
use serde::{Deserialize, Serialize};

pub use self::child::FileChecker;

/// A file that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    pub format: FileFormat,
    /// Bytes.
    pub size: u64,
    pub sha256: [u8; 32],
}

/// What the child says of a file, as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Accepted(FileFormat),
    Refused(FileRefusal),
}

impl From<Result<FileFormat, FileRefusal>> for Verdict {
    fn from(result: Result<FileFormat, FileRefusal>) -> Self {
        match result {
            Ok(format) => Self::Accepted(format),
            Err(refusal) => Self::Refused(refusal),
        }
    }
}

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Which program checks files: one that answers to `check-file PATH` as the server does. Without this, and in the
/// server always, it is the program that is running. The first call counts.
pub fn set_check_program(program: impl Into<PathBuf>) {
    PROGRAM.get_or_init(|| program.into());
}

/// Decides whether a file is accepted, in a child process that can take only so much memory and time, and can't write.
///
/// # Errors
/// Why it is refused. A file whose check broke a limit is [`FileRefusal::TooComplex`]; one whose check crashed is
/// [`FileRefusal::Damaged`].
pub async fn check_file(path: &Path) -> Result<Checked, FileRefusal> {
    let size = tokio::fs::metadata(path).await.map_err(|error| unreadable(&error))?.len();
    match size {
        0 => return Err(FileRefusal::Empty),
        1..=DOCUMENT_MOST_BYTES => {}
        _ => return Err(FileRefusal::TooLarge),
    }
    let format = FileChecker::new(program()?).check(path).await?;
    let (sha256, size) = digest::sha256(path).await.map_err(|error| unreadable(&error))?;
    Ok(Checked { format, size, sha256 })
}

/// The running program is named by its process: its path is another program's, or nobody's, once it was updated.
fn program() -> Result<PathBuf, FileRefusal> {
    if let Some(program) = PROGRAM.get() {
        return Ok(program.clone());
    }
    let program = PathBuf::from(format!("/proc/{}/exe", std::process::id()));
    if program.exists() { Ok(program) } else { std::env::current_exe().map_err(|error| unreadable(&error)) }
}

/// Our own fault and not the file's, but only the file's faults have words.
fn unreadable(error: &std::io::Error) -> FileRefusal {
    tracing::error!(kind = %error.kind(), "a file can't be checked");
    FileRefusal::Damaged
}
