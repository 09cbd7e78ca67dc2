//! The objects in the file's text, whether its table names them or not.

use hayro_syntax::object::{FromBytes, MaybeRef, Object, Stream};

use crate::inspect::{find, find_all};

const KEYWORD: &[u8] = b"obj";

/// Where an object begins in a text.
#[derive(Clone, Copy)]
pub struct Place {
    /// `None` for a number that is too large for one.
    pub number: Option<u32>,
    pub position: usize,
}

/// Everywhere an object begins in the file's text: behind two numbers and the word `obj` (ISO 32000-2, 7.3.10).
pub fn places(bytes: &[u8]) -> impl Iterator<Item = Place> + '_ {
    find_all(bytes, KEYWORD).filter_map(|at| {
        let (_, before) = strip_number(&bytes[..at])?;
        let (number, _) = strip_number(before)?;
        Some(Place { number: parse_number(number), position: at + KEYWORD.len() })
    })
}

/// Every stream in the file's text.
pub fn streams(bytes: &[u8]) -> Vec<Stream<'_>> {
    places(bytes).filter_map(|place| direct(parse(&bytes[place.position..])?)?.into_stream()).collect()
}

/// The object that begins here, or the reference that stands for it. `None` for what is neither.
pub fn parse(bytes: &[u8]) -> Option<MaybeRef<Object<'_>>> {
    MaybeRef::from_bytes(trim(bytes)?)
}

/// The object, with its number, that begins here. `None` when there is none.
pub fn first_object(bytes: &[u8]) -> Option<Object<'_>> {
    // Two numbers of at most ten digits.
    let keyword = find(&bytes[..bytes.len().min(32)], KEYWORD)?;
    direct(parse(&bytes[keyword + KEYWORD.len()..])?)
}

/// What isn't a reference.
pub fn direct(value: MaybeRef<Object<'_>>) -> Option<Object<'_>> {
    if let MaybeRef::NotRef(object) = value { Some(object) } else { None }
}

/// Without the white space and the comments before it.
pub fn trim(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let start = bytes.iter().position(|byte| !is_space(*byte))?;
        bytes = &bytes[start..];
        if bytes[0] != b'%' {
            return Some(bytes);
        }
        bytes = &bytes[bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?..];
    }
}

/// A number of digits alone. `None` when it is too large.
pub fn parse_number(digits: &[u8]) -> Option<u32> {
    str::from_utf8(digits).ok()?.parse().ok()
}

/// The number that the text ends with, white space behind it aside, and what is before it.
fn strip_number(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().rposition(|byte| !is_space(*byte))? + 1;
    let start = bytes[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |position| position + 1);
    (start < end).then(|| (&bytes[start..end], &bytes[..start]))
}

/// White space as ISO 32000-2, 7.2.3 has it.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the objects that are names.
    fn names(text: &str) -> Vec<Option<u32>> {
        let is_name = |place: &Place| {
            matches!(parse(&text.as_bytes()[place.position..]), Some(MaybeRef::NotRef(Object::Name(_))))
        };
        places(text.as_bytes()).filter(is_name).map(|place| place.number).collect()
    }

    #[test]
    fn objects_are_found_wherever_they_are() {
        let text = "1 0 obj /A endobj 2  0obj%c\n/B endobj\n(3 0 obj /C endobj) 99999999999 0 obj /D endobj";
        assert_eq!(names(text), [Some(1), Some(2), Some(3), None]);
    }

    #[test]
    fn what_has_no_number_is_no_object() {
        assert_eq!(names("obj /A 1 obj /B endobj /C x 0 obj /D"), []);
    }
}
