//! The key that signs the audit's batches, in a file outside of the database.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::{Context, bail};
use audit::SigningKey;

/// The key in the file, which only its owner can read. A new one is made where there is none and `may_make` says so:
/// never where a setting names the file, as a wrong name would otherwise begin a new key in silence.
///
/// # Errors
/// When the file can't be read or holds no key.
pub fn read(path: &Path, may_make: bool) -> anyhow::Result<SigningKey> {
    let name = || format!("the audit's key, {}", path.display());
    match fs::read_to_string(path) {
        Ok(text) => text.parse().with_context(name),
        Err(error) if error.kind() == ErrorKind::NotFound && may_make => {
            make(path, &SigningKey::generate()?.to_string()).with_context(name)?;
            fs::read_to_string(path).with_context(name)?.parse().with_context(name)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{} isn't there: make it with `openssl rand -hex 32`", name())
        }
        Err(error) => Err(error).with_context(name),
    }
}

/// A file for its owner alone. Another process may make it at the same moment: the first one's stays.
pub(crate) fn make(path: &Path, key: &str) -> anyhow::Result<()> {
    let unfinished = path.with_extension(format!("{}.unfinished", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    writeln!(file, "{key}")?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_its_owner_alone() -> anyhow::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("audit-key");
        assert!(read(&path, false).is_err());
        let first = read(&path, true)?.public();
        assert_eq!(read(&path, true)?.public(), first);
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(directory.path())?.count(), 1);
        fs::write(&path, "not a key")?;
        assert!(read(&path, true).is_err());
        Ok(())
    }
}
