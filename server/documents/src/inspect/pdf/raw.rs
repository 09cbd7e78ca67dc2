//! The objects in the file's text, whether its table names them or not.

use hayro_syntax::object::{FromBytes, Name, Object, Stream};

use crate::inspect::{find, find_all};

const KEYWORD: &[u8] = b"obj";

/// Whether any object is so, also of those in object streams.
pub fn any_object(bytes: &[u8], is_so: impl Fn(Object<'_>) -> bool) -> bool {
    find_all(bytes, KEYWORD).filter(|at| follows_two_numbers(&bytes[..*at])).any(|at| {
        let Some(object) = parse(&bytes[at + KEYWORD.len()..]) else { return false };
        match &object {
            Object::Stream(stream) if is_object_stream(stream) => any_inside(stream, &is_so),
            _ => is_so(object),
        }
    })
}

/// The object that begins here, with its number.
pub fn first_object(bytes: &[u8]) -> Option<Object<'_>> {
    // Two numbers of at most ten digits.
    let keyword = find(&bytes[..bytes.len().min(32)], KEYWORD)?;
    parse(&bytes[keyword + KEYWORD.len()..])
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

fn parse(bytes: &[u8]) -> Option<Object<'_>> {
    Object::from_bytes(trim(bytes)?)
}

fn is_object_stream(stream: &Stream<'_>) -> bool {
    stream.dict().get::<Name<'_>>("Type").is_some_and(|name| name.as_ref() == b"ObjStm")
}

/// An object stream is a list of numbers and places, and behind it the objects.
fn any_inside(stream: &Stream<'_>, is_so: &impl Fn(Object<'_>) -> bool) -> bool {
    let Ok(bytes) = stream.decoded_data() else { return false };
    let Some(first) = stream.dict().get::<u32>("First") else { return false };
    let Some((places, objects)) = bytes.split_at_checked(first as usize) else { return false };
    let numbers = places.split(|byte| is_space(*byte)).filter(|number| !number.is_empty());
    let places = numbers.skip(1).step_by(2).filter_map(|number| str::from_utf8(number).ok()?.parse::<usize>().ok());
    places.filter_map(|place| parse(objects.get(place..)?)).any(is_so)
}

fn follows_two_numbers(before: &[u8]) -> bool {
    strip_number(before).and_then(strip_number).is_some()
}

/// Without the number, and the white space behind it, that it ends with.
fn strip_number(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().rposition(|byte| !is_space(*byte))? + 1;
    let start = bytes[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |position| position + 1);
    (start < end).then(|| &bytes[..start])
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> usize {
        let count = std::cell::Cell::new(0);
        any_object(text.as_bytes(), |object| {
            count.set(count.get() + usize::from(matches!(object, Object::Name(_))));
            false
        });
        count.get()
    }

    #[test]
    fn objects_are_found_wherever_they_are() {
        assert_eq!(names("1 0 obj /A endobj 2  0obj%c\n/B endobj\n(3 0 obj /C endobj)"), 3);
    }

    #[test]
    fn what_has_no_number_is_no_object() {
        assert_eq!(names("obj /A 1 obj /B endobj /C x 0 obj /D"), 0);
    }

    #[test]
    fn objects_in_an_object_stream_are_found() {
        let text = "9 0 obj <</Type/ObjStm/N 2/First 8/Length 13>> stream\n1 0 2 3 /A /B\nendstream endobj";
        assert_eq!(names(text), 2);
    }
}
