//! Object streams: objects that are packed together (ISO 32000-2, 7.5.7).

use std::borrow::Cow;

use hayro_syntax::object::{Array, MaybeRef, Name, Object, Stream};
use model::document::FileRefusal;

use super::raw::{self, Place};

/// How many bytes all object streams of a file may unpack to. A document of 100,000 objects has some 10 MB.
const UNPACKED_MOST: usize = 256 * 1024 * 1024;

/// An object stream's content: a list of numbers and places, and behind it the objects.
pub struct Unpacked<'a> {
    bytes: Cow<'a, [u8]>,
    first: usize,
}

impl Unpacked<'_> {
    /// The objects without the list.
    pub fn objects(&self) -> &[u8] {
        self.bytes.get(self.first..).unwrap_or_default()
    }

    /// Where they begin in [`Unpacked::objects`].
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let list = self.bytes.get(..self.first).unwrap_or_default();
        let mut numbers = list.split(|byte| raw::is_space(*byte)).filter(|number| !number.is_empty());
        let pairs = std::iter::from_fn(move || Some((numbers.next()?, numbers.next()?)));
        pairs.filter_map(|(number, position)| {
            let position = usize::try_from(raw::parse_number(position)?).ok()?;
            Some(Place { number: raw::parse_number(number), position })
        })
    }
}

/// Unpacks those of the streams that are object streams.
///
/// # Errors
/// [`FileRefusal::Damaged`] when one can't be unpacked, since another reader might be able to;
/// [`FileRefusal::TooComplex`] when together they are larger than a document's are.
pub fn unpack<'a>(streams: &[Stream<'a>]) -> Result<Vec<Unpacked<'a>>, FileRefusal> {
    let (mut all, mut size) = (Vec::new(), 0_usize);
    for stream in streams.iter().filter(|stream| is_object_stream(stream)) {
        let unpacked = unpack_one(stream).ok_or(FileRefusal::Damaged)?;
        size = size.saturating_add(unpacked.bytes.len());
        if size > UNPACKED_MOST {
            return Err(FileRefusal::TooComplex);
        }
        all.push(unpacked);
    }
    Ok(all)
}

fn unpack_one<'a>(stream: &Stream<'a>) -> Option<Unpacked<'a>> {
    if !is_packed_plainly(stream) {
        return None;
    }
    let bytes = stream.decoded_data().ok()?;
    let first = usize::try_from(stream.dict().get::<u32>("First")?).ok()?;
    (first <= bytes.len()).then_some(Unpacked { bytes, first })
}

/// By its type, or by the two entries that nothing else has.
fn is_object_stream(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    let has_type = dict.get::<Name<'_>>("Type").is_some_and(|name| name.as_ref() == b"ObjStm");
    has_type || dict.contains_key("N") && dict.contains_key("First")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_objects_are_found() {
        let text = b"9 0 obj <</Type/ObjStm/N 2/First 8/Length 13>> stream\n1 0 2 3 /A /B\nendstream endobj";
        let streams = unpack(&raw::streams(text)).unwrap();
        let places: Vec<_> = streams[0].places().map(|place| (place.number, place.position)).collect();
        assert_eq!(places, [(Some(1), 0), (Some(2), 3)]);
        assert!(streams[0].objects().starts_with(b"/A /B"));
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
            assert_eq!(unpack(&raw::streams(text.as_bytes())).err(), Some(FileRefusal::Damaged), "{entries}");
        }
    }
}
