//! What comes before a PDF's header and follows its end. Readers look at neither, so that only what hides nothing is
//! accepted: padding, a print job, and a short text behind the end.

use model::document::FileRefusal;

use super::raw;
use crate::inspect::{after_end, find_last, print_job, text};

/// Whether this may come before the header: white space, padding, a byte order mark, the beginning of a print job.
pub fn may_come_before(start: &[u8]) -> bool {
    let is_blank =
        |byte: &u8| byte.is_ascii_whitespace() || text::is_padding(*byte) || matches!(byte, 0xEF | 0xBB | 0xBF);
    print_job::without(start).iter().all(is_blank)
}

/// Looks at what follows the end.
///
/// # Errors
/// [`FileRefusal::AfterEnd`] with what follows.
pub fn check_after(bytes: &[u8]) -> Result<(), FileRefusal> {
    let rest = print_job::without(&bytes[end(bytes)..]);
    after_end::name(&rest).map_or(Ok(()), |what| Err(FileRefusal::AfterEnd(what)))
}

/// Where the file ends (ISO 32000-2, 7.5.5): behind the last end mark, or the last position of a table when the mark
/// is missing there; without both, behind the last object.
fn end(bytes: &[u8]) -> usize {
    let behind = |word: &[u8]| find_last(bytes, word).map(|at| at + word.len());
    let table = behind(b"startxref").map(|at| {
        let is_number = |byte: &u8| raw::is_space(*byte) || byte.is_ascii_digit();
        at + bytes[at..].iter().take_while(|byte| is_number(byte)).count()
    });
    behind(b"%%EOF").max(table).or_else(|| behind(b"endobj")).unwrap_or(0)
}
