use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io::ErrorKind,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

use crate::{
    error::{At, ClusterError},
    postmaster::socket_file,
    system_user::SystemUser,
};

/// The longest path of a socket that Linux takes, in bytes.
pub const SOCKET_MOST: usize = 107;

/// The directory of a cluster, which only its user can enter, and the files in it.
#[derive(Clone, Debug)]
pub struct Home {
    directory: PathBuf,
    pub user: SystemUser,
}

impl Home {
    /// Makes the directory if it isn't there.
    ///
    /// # Errors
    /// When it can't be made, or isn't the user's, or the user can't reach it.
    pub fn open(directory: &Path) -> Result<Self, ClusterError> {
        let user = SystemUser::of_postgres()?;
        if let Some(parent) = directory.parent() {
            fs::create_dir_all(parent).at(parent)?;
        }
        if let Err(error) = DirBuilder::new().mode(0o700).create(directory)
            && error.kind() != ErrorKind::AlreadyExists
        {
            return Err(error).at(directory);
        }
        let directory = fs::canonicalize(directory).at(directory)?;
        let home = Self { directory, user };
        home.take()?;
        Ok(home)
    }

    /// Makes sure that the directory is the user's and nobody else's.
    fn take(&self) -> Result<(), ClusterError> {
        let directory = &self.directory;
        // Looked up before the owner: another process that made the directory gives it away before it fills it.
        let is_empty = fs::read_dir(directory).at(directory)?.next().is_none();
        let owner = fs::metadata(directory).at(directory)?.uid();
        if owner != self.user.id {
            if !is_empty || !self.user.is_other {
                return Err(ClusterError::NotOwned(directory.clone()));
            }
            self.user.give(directory).at(directory)?;
        }
        fs::set_permissions(directory, Permissions::from_mode(0o700)).at(directory)?;
        let can_reach = self.user.command("test").arg("-w").arg(directory).status().at(directory)?;
        if can_reach.success() { Ok(()) } else { Err(ClusterError::Unreachable(directory.clone())) }
    }

    /// Waits until no other process is starting or stopping the cluster; others wait while the file is held.
    pub fn lock(&self) -> Result<File, ClusterError> {
        let (file, path) = self.lock_file("start.lock")?;
        file.lock().at(path)?;
        Ok(file)
    }

    /// Tells others that the cluster is in use, while the file is held.
    pub fn lock_use(&self) -> Result<File, ClusterError> {
        let (file, path) = self.lock_file("use.lock")?;
        file.lock_shared().at(path)?;
        Ok(file)
    }

    /// Keeps others from using the cluster, while the file is held; `None` when someone does already.
    pub fn try_lock_unused(&self) -> Result<Option<File>, ClusterError> {
        let (file, path) = self.lock_file("use.lock")?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).at(path),
        }
    }

    fn lock_file(&self, name: &str) -> Result<(File, PathBuf), ClusterError> {
        let path = self.directory.join(name);
        Ok((self.private_file(&path, false)?, path))
    }

    /// Opens a file that only the user can read, making it if it isn't there.
    pub fn private_file(&self, path: &Path, is_emptied: bool) -> Result<File, ClusterError> {
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(is_emptied).read(true).write(true).mode(0o600).open(path).at(path)?;
        self.user.give(path).at(path)?;
        Ok(file)
    }

    /// Makes a directory, not yet there, that only the user can enter.
    pub fn private_directory(&self, path: &Path) -> Result<(), ClusterError> {
        DirBuilder::new().mode(0o700).create(path).at(path)?;
        self.user.give(path).at(path)
    }

    /// A directory for the socket: in here, or under the system's temporary one when the path would be too long.
    pub fn socket_directory(&self) -> Result<PathBuf, ClusterError> {
        let inside = self.directory.join("socket");
        if is_short_enough(&inside) {
            if !inside.exists() {
                self.private_directory(&inside)?;
            }
            return Ok(inside);
        }
        let outside = std::env::temp_dir().join(format!("carechart-{:016x}", rand::random::<u64>()));
        if !is_short_enough(&outside) {
            return Err(ClusterError::SocketPathTooLong(socket_file(&outside)));
        }
        self.private_directory(&outside)?;
        Ok(outside)
    }

    /// Whether the path is within the directory.
    pub fn contains(&self, path: &Path) -> bool {
        path.starts_with(&self.directory)
    }

    /// Postgres' own directory.
    pub fn data(&self) -> PathBuf {
        self.directory.join("data")
    }

    /// The same while it is being made.
    pub fn unfinished_data(&self) -> PathBuf {
        self.directory.join("data.unfinished")
    }

    /// The passwords.
    pub fn passwords(&self) -> PathBuf {
        self.directory.join("passwords")
    }

    /// The same while they are being written.
    pub fn unfinished_passwords(&self) -> PathBuf {
        self.directory.join("passwords.unfinished")
    }

    /// What Postgres has said since it started.
    pub fn log(&self) -> PathBuf {
        self.directory.join("postgres.log")
    }

    /// What it said the time before.
    pub fn earlier_log(&self) -> PathBuf {
        self.directory.join("postgres.log.old")
    }
}

fn is_short_enough(directory: &Path) -> bool {
    socket_file(directory).as_os_str().as_bytes().len() <= SOCKET_MOST
}
