//! The key that seals the secrets of second factors, in a file outside of the database.

use std::{fs, io::ErrorKind, path::Path};

use anyhow::{Context, bail};
use sessions::AccountKey;

use crate::audit_key::make;

/// The key in the file, which only its owner can read. A new one is made where there is none and `may_make` says so:
/// never where a setting names the file. Without the key that sealed them, every second factor is lost.
///
/// # Errors
/// When the file can't be read or holds no key.
pub fn read(path: &Path, may_make: bool) -> anyhow::Result<AccountKey> {
    let name = || format!("the accounts' key, {}", path.display());
    match fs::read_to_string(path) {
        Ok(text) => text.parse().with_context(name),
        Err(error) if error.kind() == ErrorKind::NotFound && may_make => {
            make(path, &AccountKey::generate()).with_context(name)?;
            fs::read_to_string(path).with_context(name)?.parse().with_context(name)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{} isn't there: make it with `openssl rand -hex 32`", name())
        }
        Err(error) => Err(error).with_context(name),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_its_owner_alone() -> anyhow::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("account-key");
        assert!(read(&path, false).is_err());
        read(&path, true)?;
        let first = fs::read_to_string(&path)?;
        read(&path, true)?;
        assert_eq!(fs::read_to_string(&path)?, first);
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        fs::write(&path, "not a key")?;
        assert!(read(&path, true).is_err());
        Ok(())
    }
}
