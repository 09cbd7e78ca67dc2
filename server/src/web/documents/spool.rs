//! Where an upload waits while it is checked.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use axum::extract::multipart::Field;
use model::document::{DOCUMENT_MOST_BYTES, FileRefusal};
use tempfile::{NamedTempFile, TempPath};
use tokio::{fs::File, io::AsyncWriteExt};

use super::refusal::Refusal;

/// A private directory; each file in it is readable by the server alone and gone as soon as its upload is over.
#[derive(Clone, Debug)]
pub struct Spool {
    directory: PathBuf,
}

impl Spool {
    /// Makes the directory if it isn't there.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn open(directory: &Path) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        Ok(Self { directory: directory.to_owned() })
    }

    /// Deletes what a killed server left behind: files that no process has locked.
    ///
    /// # Errors
    /// When the directory can't be read or a file can't be deleted.
    pub fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            // One that is gone meanwhile was just finished.
            let Ok(file) = fs::File::open(&path) else { continue };
            if file.try_lock().is_ok() {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// A new, empty file, locked for as long as it lives.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn file(&self) -> io::Result<NamedTempFile> {
        let file = tempfile::Builder::new().prefix("upload-").tempfile_in(&self.directory)?;
        file.as_file().lock()?;
        Ok(file)
    }

    /// Writes the file as it arrives.
    ///
    /// # Errors
    /// [`FileRefusal::TooLarge`] as soon as a byte too many has come; when the body or the disk fails.
    pub async fn keep(&self, mut field: Field<'_>) -> Result<Spooled, Refusal> {
        let (file, path) = self.file()?.into_parts();
        let mut file = File::from_std(file);
        let mut size = 0;
        while let Some(chunk) = field.chunk().await? {
            size += chunk.len() as u64;
            if size > DOCUMENT_MOST_BYTES {
                return Err(Refusal::File(FileRefusal::TooLarge));
            }
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        Ok(Spooled { path, _locked: file })
    }
}

/// A file that has arrived, until it is dropped.
pub struct Spooled {
    path: TempPath,
    _locked: File,
}

impl Spooled {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_is_swept() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(&directory.path().join("spool")).unwrap();
        let held = spool.file().unwrap();
        let left = spool.directory.join("upload-1");
        fs::write(&left, "left behind").unwrap();
        spool.sweep().unwrap();
        assert_eq!((held.path().exists(), left.exists()), (true, false));
    }
}
