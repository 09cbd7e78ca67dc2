use std::{fs::File, io, path::Path};

use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

/// The SHA-256 of a file and its size in bytes, read a little at a time.
pub async fn sha256(path: &Path) -> io::Result<([u8; 32], u64)> {
    let mut file = File::open(path)?;
    let hash = move || {
        let mut hasher = Hasher(Sha256::new());
        let size = io::copy(&mut file, &mut hasher)?;
        Ok((hasher.0.finalize().into(), size))
    };
    spawn_blocking(hash).await.map_err(io::Error::other)?
}

struct Hasher(Sha256);

impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
