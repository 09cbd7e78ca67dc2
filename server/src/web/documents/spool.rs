//! Where an upload waits while it is checked.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
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

    /// Deletes what a killed server left behind: files older than `age`.
    ///
    /// # Errors
    /// When the directory can't be read or a file can't be deleted.
    pub fn sweep(&self, age: Duration) -> io::Result<()> {
        let oldest = SystemTime::now() - age;
        for entry in fs::read_dir(&self.directory)? {
            let entry = entry?;
            if entry.metadata()?.modified()? < oldest {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// A new, empty file.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn file(&self) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix("upload-").tempfile_in(&self.directory)
    }

    /// Writes the file as it arrives.
    ///
    /// # Errors
    /// [`FileRefusal::TooLarge`] as soon as a byte too many has come; when the body or the disk fails.
    pub async fn keep(&self, mut field: Field<'_>) -> Result<TempPath, Refusal> {
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
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_files_are_swept() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(&directory.path().join("spool")).unwrap();
        let file = spool.directory.join("upload-1");
        fs::write(&file, "left behind").unwrap();
        spool.sweep(Duration::from_secs(3_600)).unwrap();
        assert!(file.exists());
        let earlier = SystemTime::now() - Duration::from_secs(3_601);
        fs::File::options().write(true).open(&file).unwrap().set_modified(earlier).unwrap();
        spool.sweep(Duration::from_secs(3_600)).unwrap();
        assert!(!file.exists());
    }
}
