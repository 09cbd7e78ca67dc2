//! The directory: objects, keys, address, and the lock that says who serves.

use std::{
    fs::{self, DirBuilder, File, TryLockError},
    io::{self, Write},
    net::SocketAddr,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use rand::{RngExt, distr::Alphanumeric};
use serde::{Deserialize, Serialize};
use tokio::{sync::oneshot, time};

use super::EmbeddedS3Error;

pub const ADDRESS: &str = "address";
const KEYS: &str = "keys.json";
const LOCK: &str = "lock";
const OBJECTS: &str = "objects";

/// How long a process that has just begun to serve may take to say where.
const PATIENCE: Duration = Duration::from_secs(10);

/// What every request is signed with.
#[derive(Serialize, Deserialize)]
pub struct Keys {
    pub access_key: String,
    pub secret_key: String,
}

pub struct Home {
    directory: PathBuf,
}

impl Home {
    /// Makes the directory, for its owner alone, and in it an empty bucket, if they aren't there.
    pub fn open(directory: &Path, bucket: &str) -> Result<Self, EmbeddedS3Error> {
        let make = || {
            DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
            // A directory that somebody made beforehand may have been open to others.
            fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
            DirBuilder::new().recursive(true).mode(0o700).create(directory.join(OBJECTS).join(bucket))?;
            directory.canonicalize()
        };
        make().map(|directory| Self { directory }).map_err(EmbeddedS3Error::Directory)
    }

    pub fn objects(&self) -> PathBuf {
        self.directory.join(OBJECTS)
    }

    /// The lock, which is held until the file is dropped or the process dies; `None` when another process has it.
    pub fn try_lock(&self) -> Result<Option<File>, EmbeddedS3Error> {
        let file = self.private(LOCK).map_err(EmbeddedS3Error::Directory)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(EmbeddedS3Error::Directory(error)),
        }
    }

    /// The lock, once it is free; never, when it can't be had.
    pub async fn lock(&self) -> File {
        let (sender, receiver) = oneshot::channel();
        if let Ok(file) = self.private(LOCK) {
            // A thread of its own, which nobody waits for: one of the runtime's would keep the process from ending.
            std::thread::spawn(move || file.lock().is_ok().then(|| sender.send(file)));
        }
        match receiver.await {
            Ok(file) => file,
            Err(_) => std::future::pending().await,
        }
    }

    /// The keys, which are made at random the first time.
    pub fn keys(&self) -> Result<Keys, EmbeddedS3Error> {
        let path = self.directory.join(KEYS);
        match fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_err(|_| EmbeddedS3Error::Settings(path.display().to_string()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let keys = Keys { access_key: random(20), secret_key: random(40) };
                let bytes = serde_json::to_vec(&keys).map_err(|error| EmbeddedS3Error::Directory(error.into()))?;
                self.write(KEYS, &bytes)?;
                Ok(keys)
            }
            Err(error) => Err(EmbeddedS3Error::Directory(error)),
        }
    }

    pub fn write_address(&self, address: SocketAddr) -> Result<(), EmbeddedS3Error> {
        self.write(ADDRESS, address.to_string().as_bytes())
    }

    pub fn last_port(&self) -> Option<u16> {
        self.address().map(|address| address.port())
    }

    /// Where the process that holds the lock serves.
    pub async fn wait_for_address(&self) -> Result<SocketAddr, EmbeddedS3Error> {
        let answers = async {
            let mut tries = time::interval(Duration::from_millis(50));
            loop {
                tries.tick().await;
                // The file may still name the address of the last time: somebody has to be there.
                if let Some(address) = self.address()
                    && tokio::net::TcpStream::connect(address).await.is_ok()
                {
                    return address;
                }
            }
        };
        time::timeout(PATIENCE, answers).await.map_err(|_| EmbeddedS3Error::Silent)
    }

    fn address(&self) -> Option<SocketAddr> {
        fs::read_to_string(self.directory.join(ADDRESS)).ok()?.trim().parse().ok()
    }

    /// Replaces a file as a whole: a process that reads it meanwhile sees the old one or the new one.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), EmbeddedS3Error> {
        let unfinished = format!("{name}.new");
        let write = || {
            let mut file = self.private(&unfinished)?;
            file.set_len(0)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(self.directory.join(&unfinished), self.directory.join(name))
        };
        write().map_err(EmbeddedS3Error::Directory)
    }

    /// A file that its owner alone can read.
    fn private(&self, name: &str) -> io::Result<File> {
        File::options().create(true).truncate(false).read(true).write(true).mode(0o600).open(self.directory.join(name))
    }
}

fn random(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}
