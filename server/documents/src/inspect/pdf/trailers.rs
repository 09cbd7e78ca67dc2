//! The trailers: whether the file is encrypted, and whether its tables lead into a circle.
//!
//! They are never encrypted themselves (ISO 32000-2, 7.6.1 and 7.5.8.2), nor inside an object stream. So they are read
//! before anything is unpacked, which fails where it is encrypted.

use std::collections::HashSet;

use hayro_syntax::object::{Dict, FromBytes, MaybeRef, Name, Object, Stream};
use model::document::FileRefusal;

use super::raw;
use crate::inspect::{find, find_all, find_last};

/// How often a file may have been added to.
const REVISIONS_MOST: usize = 1_000;

/// # Errors
/// [`FileRefusal::Encrypted`] when any trailer says so, even without a password for reading;
/// [`FileRefusal::Damaged`] for a circle; [`FileRefusal::TooComplex`] for a chain without end.
pub fn check(bytes: &[u8], streams: &[Stream<'_>]) -> Result<(), FileRefusal> {
    let plain = find_all(bytes, b"trailer").filter_map(|at| dict(&bytes[at + 7..]));
    if plain.chain(streams.iter().filter_map(table)).any(|trailer| is_encrypted(&trailer)) {
        return Err(FileRefusal::Encrypted);
    }
    follow(bytes)
}

/// An entry that is null is none (ISO 32000-2, 7.3.9).
fn is_encrypted(trailer: &Dict<'_>) -> bool {
    trailer.get_raw::<Object<'_>>("Encrypt").is_some_and(|entry| !matches!(entry, MaybeRef::NotRef(Object::Null(_))))
}

/// Follows the tables from the last one to the first.
fn follow(bytes: &[u8]) -> Result<(), FileRefusal> {
    let Some(start) = find_last(bytes, b"startxref") else { return Ok(()) };
    let mut next = raw::trim(&bytes[start + 9..]).and_then(i32::from_bytes);
    let mut seen = HashSet::new();
    while let Some(position) = next.and_then(|position| usize::try_from(position).ok()) {
        if !seen.insert(position) {
            return Err(FileRefusal::Damaged);
        }
        if seen.len() > REVISIONS_MOST {
            return Err(FileRefusal::TooComplex);
        }
        // What isn't a table there is a wrong number, which readers repair.
        next = bytes.get(position..).and_then(trailer_at).and_then(|trailer| trailer.get::<i32>("Prev"));
    }
    Ok(())
}

fn trailer_at(bytes: &[u8]) -> Option<Dict<'_>> {
    let bytes = raw::trim(bytes)?;
    if bytes.starts_with(b"xref") {
        return dict(&bytes[find(bytes, b"trailer")? + 7..]);
    }
    table(&raw::first_object(bytes)?.into_stream()?)
}

/// The trailer in a table that is a stream.
fn table<'a>(stream: &Stream<'a>) -> Option<Dict<'a>> {
    let is_table = stream.dict().get::<Name<'_>>("Type").is_some_and(|name| name.as_ref() == b"XRef");
    is_table.then(|| stream.dict().clone())
}

fn dict(bytes: &[u8]) -> Option<Dict<'_>> {
    Dict::from_bytes(raw::trim(bytes)?)
}
