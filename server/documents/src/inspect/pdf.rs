//! PDF: it must parse, have pages, be readable without a password, and do nothing.
//!
//! The parser is hayro-syntax: small, without unsafe code, lenient with what generators get wrong, and guarded against
//! loops and nesting. Every object is looked at twice, by the file's own table and by its raw text, because a reader
//! that finds the table broken makes one of its own.

mod active;
mod around;
mod packed;
mod pages;
mod raw;
mod trailers;
mod values;

use hayro_syntax::{LoadPdfError, Pdf};
use model::document::FileRefusal;

pub use self::around::may_come_before;
use self::values::Values;

/// # Errors
/// [`FileRefusal::Encrypted`], [`FileRefusal::Damaged`], [`FileRefusal::ActiveContent`],
/// [`FileRefusal::TooComplex`], or [`FileRefusal::AfterEnd`].
pub fn check(bytes: &[u8]) -> Result<(), FileRefusal> {
    let streams = raw::streams(bytes);
    trailers::check(bytes, &streams)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => FileRefusal::Encrypted,
        LoadPdfError::Invalid => FileRefusal::Damaged,
    })?;
    pages::check(&pdf)?;
    let packed = packed::unpack(&streams)?;
    let values = Values::new(bytes, &packed);
    if pdf.objects().into_iter().chain(values.objects()).any(|object| active::is_active(object, &values)) {
        return Err(FileRefusal::ActiveContent);
    }
    if values.is_too_complex() {
        return Err(FileRefusal::TooComplex);
    }
    around::check_after(bytes)
}
