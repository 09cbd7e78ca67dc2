//! A private Postgres cluster under a directory, run from the installed programs.
//!
//! It listens on a Unix socket only, in a directory that nobody else can enter, and asks for passwords that it has made
//! itself. Several processes may use it at once: the first starts it, the last one stops it. One that was killed leaves
//! it running, and the next one joins it.

mod error;
mod home;
mod passwords;
mod postmaster;
mod programs;
mod roles;
mod settings;
mod system_user;

use std::{fs::File, path::Path};

pub use self::error::ClusterError;
use self::{home::Home, passwords::Passwords, postmaster::Postmaster, settings::Purpose};

/// A running cluster, kept running at least until it is stopped here or this process ends.
pub struct Cluster {
    home: Home,
    postmaster: Postmaster,
    passwords: Passwords,
    /// Locked, shared, by everyone who uses the cluster. The system unlocks it when a process is killed.
    use_lock: File,
}

impl Cluster {
    /// Joins the cluster under the directory, starting it if it isn't running and making it if it isn't there.
    ///
    /// As root it runs as the user `postgres`, who then owns the directory; as anyone else, as that user.
    ///
    /// # Errors
    /// When the programs or that user are missing, when that user can't reach the directory, or when Postgres doesn't
    /// start.
    pub async fn start(directory: &Path) -> Result<Self, ClusterError> {
        let directory = directory.to_owned();
        in_background(move || Self::start_for(&directory, Purpose::Records)).await
    }

    /// The same for tests: faster, for many connections at once, and a crash of the machine may lose everything.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_for_tests(directory: &Path) -> Result<Self, ClusterError> {
        let directory = directory.to_owned();
        in_background(move || Self::start_for(&directory, Purpose::Tests)).await
    }

    fn start_for(directory: &Path, purpose: Purpose) -> Result<Self, ClusterError> {
        let home = Home::open(directory)?;
        let _turn = home.lock()?;
        if !home.data().exists() {
            postmaster::initialise(&home, purpose)?;
        }
        let passwords = Passwords::read_or_complete(&home)?;
        let postmaster = Postmaster::join_or_start(&home, purpose)?;
        Ok(Self { use_lock: home.lock_use()?, home, postmaster, passwords })
    }

    /// Leaves the cluster, and stops it when nobody else uses it.
    ///
    /// # Errors
    /// When Postgres doesn't stop.
    pub async fn stop(self) -> Result<(), ClusterError> {
        in_background(move || {
            let _turn = self.home.lock()?;
            drop(self.use_lock);
            match self.home.try_lock_unused()? {
                Some(_unused) => self.postmaster.stop(&self.home),
                None => Ok(()),
            }
        })
        .await
    }

    /// Stops the cluster under the directory if a killed process left it running. Answers whether it was.
    ///
    /// # Errors
    /// [`ClusterError::InUse`] while a process uses it; when Postgres doesn't stop.
    pub async fn stop_at(directory: &Path) -> Result<bool, ClusterError> {
        let directory = directory.to_owned();
        in_background(move || {
            if !directory.exists() {
                return Ok(false);
            }
            let home = Home::open(&directory)?;
            let _turn = home.lock()?;
            let Some(_unused) = home.try_lock_unused()? else { return Err(ClusterError::InUse) };
            match Postmaster::running(&home)? {
                Some(postmaster) => postmaster.stop(&home).map(|()| true),
                None => Ok(false),
            }
        })
        .await
    }
}

async fn in_background<T, F>(work: F) -> Result<T, ClusterError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, ClusterError> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(ClusterError::Interrupted))
}
