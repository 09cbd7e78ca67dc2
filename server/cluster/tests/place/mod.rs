// Each crate of tests uses a part of it.
#![allow(dead_code)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A directory that the user postgres can reach, under which nothing is left running.
pub struct Place(pub TempDir);

impl Place {
    pub fn new() -> Self {
        let mode = fs::Permissions::from_mode(0o711);
        Self(tempfile::Builder::new().prefix("carechart-cluster-").permissions(mode).tempdir().unwrap())
    }

    pub fn home(&self) -> PathBuf {
        self.0.path().join("postgres")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(process) = process(&self.home()) {
            signal("-INT", process);
        }
    }
}

/// The number of Postgres' main process, as it wrote it down.
pub fn process(home: &Path) -> Option<u32> {
    let text = fs::read_to_string(home.join("data/postmaster.pid")).ok()?;
    text.lines().next()?.parse().ok()
}

pub fn signal(which: &str, process: u32) {
    Command::new("kill").arg(which).arg(process.to_string()).output().unwrap();
}
