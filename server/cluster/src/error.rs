use std::{io, path::PathBuf};

use crate::programs::{INSTALLED_UNDER, LEAST_VERSION};

/// Why the cluster can't be used; each says what to do where something can be done.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// There are no programs.
    #[error(
        "PostgreSQL {LEAST_VERSION} or newer isn't installed under {INSTALLED_UNDER}: on Debian, \
         `apt-get install postgresql`; or set DATABASE_URL"
    )]
    NotInstalled,
    /// The programs that made the cluster are gone.
    #[error("the data under {} was made by PostgreSQL {version}, which isn't installed: install it again", .data.display())]
    VersionNotInstalled { data: PathBuf, version: u32 },
    /// Root, and no user to change to.
    #[error("Postgres doesn't run as root, and there is no user postgres: make one, or start as another user")]
    NoUser,
    /// A directory above isn't open to the user.
    #[error(
        "the user postgres, as whom Postgres runs when root starts it, can't reach {}: choose another directory, or \
         open the ones above it with `chmod o+x`", .0.display()
    )]
    Unreachable(PathBuf),
    /// Somebody else's directory.
    #[error("{} belongs to another user: start as the one who started the first time", .0.display())]
    NotOwned(PathBuf),
    /// No path for the socket is short enough for the system.
    #[error("the path of Postgres' socket, {}, is longer than the {} bytes that the system takes", .0.display(), crate::home::SOCKET_MOST)]
    SocketPathTooLong(PathBuf),
    /// A process uses the cluster.
    #[error("a server is running on this data: stop it first")]
    InUse,
    /// One of Postgres' programs failed.
    #[error("{program} failed: {message}")]
    Program { program: &'static str, message: String },
    /// Postgres neither started nor stopped.
    #[error("Postgres under {} has been starting or stopping for minutes: see its log there", .0.display())]
    Stuck(PathBuf),
    /// The passwords' file isn't what was written.
    #[error("{} is damaged: bring it back from a backup", .0.display())]
    DamagedPasswords(PathBuf),
    /// A file can't be read or written.
    #[error("{}: {source}", .path.display())]
    File { path: PathBuf, source: io::Error },
    /// The roles or the database can't be made.
    #[error("Postgres refused to make the roles and the database: {0}")]
    Roles(#[from] sqlx::Error),
    /// The process is ending.
    #[error("the work on the cluster was interrupted")]
    Interrupted,
}

impl ClusterError {
    /// Adds the end of Postgres' log to what a program said.
    pub(crate) fn with_log(self, log: &str) -> Self {
        let Self::Program { program, message } = self else { return self };
        let lines: Vec<&str> = log.lines().collect();
        let last = lines[lines.len().saturating_sub(3)..].join("; ");
        Self::Program { program, message: format!("{message}; {last}") }
    }
}

/// Names the file that an input or output error is about.
pub(crate) trait At<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, ClusterError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: impl Into<PathBuf>) -> Result<T, ClusterError> {
        self.map_err(|source| ClusterError::File { path: path.into(), source })
    }
}
