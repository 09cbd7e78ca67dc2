//! Keys in files outside of the database: the one that signs the audit's batches, and the one that seals the secrets of
//! second factors.

use std::{
    error::Error,
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    str::FromStr,
};

use anyhow::{Context, bail};

/// The key in the file that a setting names, or else in `usual`, where it is made when there is none: never under the
/// setting's name, as a wrong one would begin a new key in silence. Only the file's owner can read it.
///
/// # Arguments
/// `name` is what messages call the key; `generate` makes a new one, as text.
///
/// # Errors
/// When the file can't be read or holds no key.
pub fn read<K, E>(
    name: &str,
    setting: Option<&Path>,
    usual: &Path,
    generate: impl FnOnce() -> Result<String, E>,
) -> anyhow::Result<K>
where
    K: FromStr<Err: Error + Send + Sync + 'static>,
    E: Into<anyhow::Error>,
{
    let path = setting.unwrap_or(usual);
    let name = || format!("{name}, {}", path.display());
    match fs::read_to_string(path) {
        Ok(text) => text.parse().with_context(name),
        Err(error) if error.kind() == ErrorKind::NotFound && setting.is_none() => {
            let key = generate().map_err(Into::into).with_context(name)?;
            make(path, &key).with_context(name)?;
            fs::read_to_string(path).with_context(name)?.parse().with_context(name)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{} isn't there: make it with `openssl rand -hex 32`", name())
        }
        Err(error) => Err(error).with_context(name),
    }
}

/// A file for its owner alone. Another process may make it at the same moment: the first one's stays.
fn make(path: &Path, key: &str) -> anyhow::Result<()> {
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

    use audit::SigningKey;
    use sessions::AccountKey;

    use super::*;

    fn signing_key(setting: Option<&Path>, usual: &Path) -> anyhow::Result<SigningKey> {
        read("a key", setting, usual, SigningKey::generate)
    }

    #[test]
    fn the_key_is_made_once_and_for_its_owner_alone() -> anyhow::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("audit-key");
        assert!(signing_key(Some(&path), &path).is_err());
        let first = signing_key(None, &path)?.public();
        assert_eq!(signing_key(None, &path)?.public(), first);
        assert_eq!(signing_key(Some(&path), &directory.path().join("other"))?.public(), first);
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(directory.path())?.count(), 1);
        fs::write(&path, "not a key")?;
        assert!(signing_key(None, &path).is_err());
        Ok(())
    }

    #[test]
    fn the_accounts_key_is_kept_alike() -> anyhow::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("account-key");
        let account_key = || read::<AccountKey, anyhow::Error>("a key", None, &path, || Ok(AccountKey::generate()));
        account_key()?;
        let first = fs::read_to_string(&path)?;
        account_key()?;
        assert_eq!(fs::read_to_string(&path)?, first);
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o600);
        fs::write(&path, "not a key")?;
        assert!(account_key().is_err());
        Ok(())
    }
}
