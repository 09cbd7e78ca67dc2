//! PDF: it must parse, have pages, be readable without a password, and do nothing.
//!
//! The parser is hayro-syntax: small, without unsafe code, lenient with what generators get wrong, and guarded against
//! loops and nesting. Every object is looked at twice, by the file's own table and by its raw text, because a reader
//! that finds the table broken makes one of its own.

mod active;
mod packed;
mod pages;
mod raw;
mod trailers;
mod values;

use hayro_syntax::{LoadPdfError, Pdf};
use model::document::FileRefusal;

use self::values::Values;
use super::find_last;

/// How much text may follow the end: what a server or a mail program left there, in bytes.
const TRAILING_MOST: usize = 1024;

/// # Errors
/// [`FileRefusal::Encrypted`], [`FileRefusal::Damaged`], [`FileRefusal::ActiveContent`],
/// [`FileRefusal::TooComplex`], or [`FileRefusal::TwoFormats`] when something follows its end.
pub fn check(bytes: &[u8]) -> Result<(), FileRefusal> {
    trailers::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => FileRefusal::Encrypted,
        LoadPdfError::Invalid => FileRefusal::Damaged,
    })?;
    pages::check(&pdf)?;
    let streams = packed::unpack(bytes)?;
    let values = Values::new(bytes, &streams);
    if pdf.objects().into_iter().chain(values.objects()).any(|object| active::is_active(object, &values)) {
        return Err(FileRefusal::ActiveContent);
    }
    if values.is_too_complex() {
        return Err(FileRefusal::TooComplex);
    }
    trailing(bytes)
}

fn trailing(bytes: &[u8]) -> Result<(), FileRefusal> {
    const END: &[u8] = b"%%EOF";
    let Some(end) = find_last(bytes, END) else { return Ok(()) };
    let rest = &bytes[end + END.len()..];
    let is_padding = rest.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0);
    let is_text = rest.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
    if is_padding || is_text && rest.len() <= TRAILING_MOST { Ok(()) } else { Err(FileRefusal::TwoFormats) }
}
