use std::{
    ffi::OsStr,
    io,
    os::unix::{fs::chown, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use crate::error::{At, ClusterError};

/// The system's user as whom Postgres runs.
#[derive(Clone, Copy, Debug)]
pub struct SystemUser {
    pub id: u32,
    group: u32,
    /// Whether it is another one than this process': this process then is root's.
    pub is_other: bool,
}

impl SystemUser {
    /// This process' user, or `postgres` when that is root.
    ///
    /// # Errors
    /// [`ClusterError::NoUser`].
    pub fn of_postgres() -> Result<Self, ClusterError> {
        let id = ask(&["-u"])?;
        if id != 0 {
            return Ok(Self { id, group: ask(&["-g"])?, is_other: false });
        }
        Ok(Self { id: ask(&["-u", "postgres"])?, group: ask(&["-g", "postgres"])?, is_other: true })
    }

    /// A command that this user will run, with nothing of this process' environment: it can hold secrets, and `PG…`
    /// variables that point elsewhere.
    pub fn command(self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C").stdin(Stdio::null());
        if self.is_other {
            command.uid(self.id).gid(self.group);
        }
        command
    }

    /// Makes the user own the file or directory.
    pub fn give(self, path: &Path) -> io::Result<()> {
        if self.is_other { chown(path, Some(self.id), Some(self.group)) } else { Ok(()) }
    }
}

fn ask(arguments: &[&str]) -> Result<u32, ClusterError> {
    let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().at("id")?;
    String::from_utf8_lossy(&output.stdout).trim().parse().map_err(|_| ClusterError::NoUser)
}
