//! From a file to its bundles.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek},
    path::Path,
    vec,
};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use zip::ZipArchive;

use crate::{
    bundle::{Bundle, RawBundle},
    error::Error,
    limits::{Excess, Limited, MOST_BYTES},
    report::Report,
    text::line,
};

/// The most that all bundles of one archive may have together, uncompressed: a bomb ends here.
const MOST_ARCHIVE_BYTES: u64 = 20 * MOST_BYTES;

/// What isn't a bundle in an archive is reported under this.
const OTHER_FILES: &str = "(other files)";

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZIP: [&[u8; 4]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// The bundles of a file, read one after the other: an archive has several.
pub struct Bundles {
    name: String,
    source: Source,
    /// What an archive has beside its bundles.
    pub others: Report,
}

enum Source {
    Single(Option<File>),
    Archive { archive: Box<ZipArchive<BufReader<File>>>, positions: vec::IntoIter<usize>, left: u64 },
}

/// Opens a file. What it is, its first bytes say, not its name.
///
/// # Errors
/// [`Error::Unreadable`], [`Error::Archive`] for a damaged archive, [`Error::NotABundle`] for one without any.
pub fn read_file(path: &Path) -> Result<Bundles, Error> {
    let name = path.display().to_string();
    let unreadable = |source| Error::Unreadable { name: name.clone(), source };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut head = Vec::with_capacity(4);
    file.by_ref().take(4).read_to_end(&mut head).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    let mut others = Report::default();
    let source = if ZIP.iter().any(|magic| head == magic.as_slice()) {
        let archive = ZipArchive::new(BufReader::new(file));
        let archive = archive.map_err(|source| Error::Archive { name: name.clone(), source })?;
        let positions = positions(&name, &archive, &mut others)?;
        if positions.is_empty() {
            return Err(Error::NotABundle { name, found: "an archive without a bundle".into() });
        }
        Source::Archive { archive: Box::new(archive), positions: positions.into_iter(), left: MOST_ARCHIVE_BYTES }
    } else {
        Source::Single(Some(file))
    };
    Ok(Bundles { name, source, others })
}

/// Where an archive's bundles are. What it has beside them is reported.
fn positions(name: &str, archive: &ZipArchive<BufReader<File>>, others: &mut Report) -> Result<Vec<usize>, Error> {
    let damaged = |source| Error::Archive { name: name.to_owned(), source };
    let mut positions = Vec::new();
    for (position, file) in archive.file_names().enumerate() {
        let file = file.map_err(damaged)?;
        let lower = file.to_lowercase();
        // macOS adds a hidden file for every one that it packs.
        let is_hidden = lower.split(['/', '\\']).any(|part| part.starts_with('.') || part == "__macosx");
        let reason = if lower.ends_with(['/', '\\']) {
            "a folder"
        } else if is_hidden {
            "a hidden file"
        } else if lower.ends_with(".json") || lower.ends_with(".gz") {
            positions.push(position);
            continue;
        } else {
            "the name ends neither in .json nor in .gz"
        };
        others.skip(OTHER_FILES, reason, &format!("{name}/{}", line(&file)));
    }
    Ok(positions)
}

impl Bundles {
    /// How many are left.
    pub fn left(&self) -> usize {
        match &self.source {
            Source::Single(file) => usize::from(file.is_some()),
            Source::Archive { positions, .. } => positions.len(),
        }
    }
}

impl Iterator for Bundles {
    type Item = Result<Bundle, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.source {
            Source::Single(file) => file.take().map(|file| read(&self.name, file)),
            Source::Archive { archive, positions, left } => {
                positions.next().map(|position| read_archived(&self.name, archive, position, left))
            }
        }
    }
}

fn read_archived(
    archive_name: &str,
    archive: &mut ZipArchive<BufReader<File>>,
    position: usize,
    left: &mut u64,
) -> Result<Bundle, Error> {
    let damaged = |source| Error::Archive { name: format!("{archive_name}, file {}", position + 1), source };
    let file = archive.by_index(position).map_err(damaged)?;
    let name = format!("{archive_name}/{}", line(&file.name().map_err(damaged)?));
    read_within(&name, file, left)
}

/// Reads one bundle, plain or with gzip.
///
/// # Errors
/// Why it isn't one; see [`Error`].
pub fn read(name: &str, reader: impl Read) -> Result<Bundle, Error> {
    let mut left = MOST_BYTES;
    read_within(name, reader, &mut left)
}

/// Reads one bundle of at most `left` bytes, and takes what it had off `left`.
fn read_within(name: &str, mut reader: impl Read, left: &mut u64) -> Result<Bundle, Error> {
    let damaged = |source| Error::Damaged { name: name.to_owned(), line: 1, column: 0, source };
    let (head, rest) = peek(&mut reader).map_err(damaged)?;
    let plain: Box<dyn Read + '_> = if head.starts_with(&GZIP) {
        let (_, unpacked) = peek(MultiGzDecoder::new(rest)).map_err(damaged)?;
        Box::new(unpacked)
    } else {
        Box::new(rest)
    };
    let mut limited = Limited::new(plain, MOST_BYTES.min(*left));
    let parsed = parse(&mut limited);
    *left = left.saturating_sub(limited.passed);
    let name = name.to_owned();
    match (parsed, limited.excess) {
        (Ok(raw), _) => raw.finish(name),
        (Err(_), Some(Excess::Bytes)) => Err(Error::TooLarge { name }),
        (Err(_), Some(Excess::Nesting)) => Err(Error::TooDeep { name, line: limited.line, column: limited.column }),
        (Err(_), Some(Excess::Values)) => Err(Error::TooMany { name, line: limited.line, column: limited.column }),
        (Err(source), None) if source.is_io() => {
            let (source, line, column) = (io::Error::from(source), limited.line, limited.column);
            Err(Error::Damaged { name, line, column, source })
        }
        (Err(source), None) if source.is_data() => Err(Error::Malformed { name, source }),
        (Err(source), None) => Err(Error::NotJson { name, source }),
    }
}

/// One value, with nothing but space after it.
fn parse(reader: &mut Limited<impl Read>) -> Result<RawBundle, serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_reader(BufReader::new(reader));
    let bundle = RawBundle::deserialize(&mut parser)?;
    parser.end()?;
    Ok(bundle)
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The first bytes, and a reader that begins with them again, without a byte order mark.
fn peek<R: Read>(mut reader: R) -> io::Result<(Vec<u8>, impl Read + use<R>)> {
    let mut head = Vec::with_capacity(4);
    reader.by_ref().take(4).read_to_end(&mut head)?;
    let start = if head.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let rest = Cursor::new(head[start..].to_vec()).chain(reader);
    Ok((head, rest))
}
