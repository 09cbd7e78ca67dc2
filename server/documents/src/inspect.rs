//! What a file is, by its content alone, and whether it is accepted.
//!
//! Only what every program would show in the same way is accepted: one format, from its first byte to its last, without
//! anything that runs or hides.

mod after_end;
mod format;
mod jpeg;
mod other;
mod pdf;
mod print_job;
mod text;
mod zip;

use std::{fs::File, io::Read, path::Path};

use model::document::{DOCUMENT_MOST_BYTES, FileFormat, FileRefusal};

/// Reads a file and decides.
///
/// It has no limit on memory or time: whoever runs it on a file of unknown origin sets one, as [`crate::check_file`]
/// does.
///
/// # Errors
/// Why the file is refused; one that can't be read is [`FileRefusal::Damaged`].
pub fn inspect(path: &Path) -> Result<FileFormat, FileRefusal> {
    let mut bytes = Vec::new();
    let mut read = || File::open(path)?.take(DOCUMENT_MOST_BYTES + 1).read_to_end(&mut bytes);
    read().map_err(|_| FileRefusal::Damaged)?;
    inspect_bytes(&bytes)
}

/// Decides about a file in memory.
///
/// # Errors
/// Why the file is refused.
pub fn inspect_bytes(bytes: &[u8]) -> Result<FileFormat, FileRefusal> {
    if bytes.is_empty() {
        return Err(FileRefusal::Empty);
    }
    if bytes.len() as u64 > DOCUMENT_MOST_BYTES {
        return Err(FileRefusal::TooLarge);
    }
    let format = format::format(bytes)?;
    match format {
        FileFormat::Pdf => pdf::check(bytes)?,
        FileFormat::Jpeg => jpeg::check(bytes)?,
    }
    Ok(format)
}

/// Where `needle` begins in `bytes`.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// Where `needle` begins in `bytes` for the last time.
fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).rposition(|window| window == needle)
}

/// Everywhere `needle` begins in `bytes`.
fn find_all<'a>(bytes: &'a [u8], needle: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(needle.len()).enumerate().filter(move |(_, window)| *window == needle).map(|(position, _)| position)
}
