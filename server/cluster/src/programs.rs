use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::error::{At, ClusterError};

/// Where Debian keeps each version's programs, as `15/bin`.
pub const INSTALLED_UNDER: &str = "/usr/lib/postgresql";

/// The oldest version with all that the schema needs.
pub const LEAST_VERSION: u32 = 15;

/// The programs of the newest version.
///
/// # Errors
/// [`ClusterError::NotInstalled`].
pub fn newest() -> Result<PathBuf, ClusterError> {
    let entries = fs::read_dir(INSTALLED_UNDER).map_err(|_| ClusterError::NotInstalled)?;
    let versions = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let usable = versions.filter(|version| *version >= LEAST_VERSION && is_installed(*version));
    usable.max().map(programs).ok_or(ClusterError::NotInstalled)
}

/// The programs of the version that made the data: a newer one doesn't read it.
///
/// # Errors
/// [`ClusterError::VersionNotInstalled`].
pub fn of_data(data: &Path) -> Result<PathBuf, ClusterError> {
    let path = data.join("PG_VERSION");
    let text = fs::read_to_string(&path).at(path)?;
    let version = text.trim().parse().unwrap_or_default();
    if !is_installed(version) {
        return Err(ClusterError::VersionNotInstalled { data: data.into(), version });
    }
    Ok(programs(version))
}

fn is_installed(version: u32) -> bool {
    ["initdb", "pg_ctl"].iter().all(|program| programs(version).join(program).exists())
}

fn programs(version: u32) -> PathBuf {
    PathBuf::from(format!("{INSTALLED_UNDER}/{version}/bin"))
}
