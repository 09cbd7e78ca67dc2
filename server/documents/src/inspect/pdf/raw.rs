//! The objects in the file's text, whether its table names them or not.

use hayro_syntax::object::{Array, FromBytes, MaybeRef, Name, Object, Stream};
use model::document::FileRefusal;

use crate::inspect::{find, find_all};

const KEYWORD: &[u8] = b"obj";

/// Whether any object is so, also of those in object streams.
///
/// # Errors
/// [`FileRefusal::Damaged`] when an object stream can't be read, since another reader might be able to.
pub fn any_object(bytes: &[u8], is_so: impl Fn(Object<'_>) -> bool) -> Result<bool, FileRefusal> {
    for at in find_all(bytes, KEYWORD).filter(|at| follows_two_numbers(&bytes[..*at])) {
        let is_any_so = match parse(&bytes[at + KEYWORD.len()..]) {
            Some(Object::Stream(stream)) if is_object_stream(&stream) => {
                any_inside(&stream, &is_so).ok_or(FileRefusal::Damaged)? || is_so(Object::Stream(stream))
            }
            Some(object) => is_so(object),
            None => false,
        };
        if is_any_so {
            return Ok(true);
        }
    }
    Ok(false)
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

/// By its type, or by the two entries that nothing else has.
fn is_object_stream(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    let has_type = dict.get::<Name<'_>>("Type").is_some_and(|name| name.as_ref() == b"ObjStm");
    has_type || dict.contains_key("N") && dict.contains_key("First")
}

/// An object stream is a list of numbers and places, and behind it the objects. `None` when it can't be read.
fn any_inside(stream: &Stream<'_>, is_so: &impl Fn(Object<'_>) -> bool) -> Option<bool> {
    if !is_packed_plainly(stream) {
        return None;
    }
    let bytes = stream.decoded_data().ok()?;
    let first = stream.dict().get::<u32>("First")?;
    let (places, objects) = bytes.split_at_checked(first as usize)?;
    let numbers = places.split(|byte| is_space(*byte)).filter(|number| !number.is_empty());
    let places = numbers.skip(1).step_by(2).filter_map(|number| str::from_utf8(number).ok()?.parse::<usize>().ok());
    Some(places.filter_map(|place| parse(objects.get(place..)?)).any(is_so))
}

/// Whether the parser knows every filter and finds their parameters: it passes over those that it doesn't know, and
/// takes what is still packed for the content.
fn is_packed_plainly(stream: &Stream<'_>) -> bool {
    let filters = ["Filter", "F"].iter().filter_map(|key| stream.dict().get_raw::<Object<'_>>(key));
    let count: usize = filters
        .map(|filter| if let MaybeRef::NotRef(Object::Array(array)) = filter { array.raw_iter().count() } else { 1 })
        .sum();
    let parameters = ["DecodeParms", "DP"].iter().filter_map(|key| stream.dict().get_raw::<Object<'_>>(key));
    let is_elsewhere = |value: &MaybeRef<Object<'_>>| value.as_obj_ref().is_some();
    let has_parameters = parameters.into_iter().all(|value| match value {
        MaybeRef::NotRef(Object::Array(array)) => !Array::raw_iter(&array).any(|value| is_elsewhere(&value)),
        value => !is_elsewhere(&value),
    });
    stream.filters().len() == count && has_parameters
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
        })
        .unwrap();
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

    #[test]
    fn an_object_stream_that_cannot_be_read_is_damaged() {
        for entries in [
            "/Type/ObjStm/N 1/First 9999",
            "/Type/ObjStm/N 1",
            "/N 1/First 4/Filter/RunLengthDecode",
            "/N 1/First 4/Filter/NoSuchDecode",
            "/N 1/First 4/Filter[/NoSuchDecode]",
            "/N 1/First 4/Filter 7 0 R",
            "/N 1/First 4/DecodeParms 7 0 R",
            "/N 1/First 4/DecodeParms[7 0 R]",
        ] {
            let text = format!("9 0 obj <<{entries}/Length 6>> stream\n1 0 /A\nendstream endobj");
            assert_eq!(any_object(text.as_bytes(), |_| false), Err(FileRefusal::Damaged), "{entries}");
        }
    }
}
