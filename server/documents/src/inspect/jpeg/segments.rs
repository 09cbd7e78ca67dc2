//! The outline of a JPEG: segments with a length, and scans up to the next marker (ITU-T T.81, annex B).

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// What a JPEG is made of, up to its end marker.
#[derive(Debug, PartialEq, Eq)]
pub struct Outline<'a> {
    /// The markers and the content of the segments that have a length, in their order.
    pub segments: Vec<(u8, &'a [u8])>,
    /// Where the picture ends: behind its end marker.
    pub end: usize,
}

impl Outline<'_> {
    /// How many bytes are in no segment: the compressed data.
    pub fn compressed(&self) -> usize {
        let segments = self.segments.iter().map(|(_, content)| content.len());
        self.end.saturating_sub(segments.sum())
    }
}

/// Reads the segments of the JPEG that begins here. `None` when it has no end.
pub fn outline(bytes: &[u8]) -> Option<Outline<'_>> {
    let mut segments = Vec::new();
    // Behind the marker that the file starts with.
    let mut position = 2;
    loop {
        let (marker, after) = marker(bytes, position)?;
        position = after;
        match marker {
            END_OF_IMAGE => return Some(Outline { segments, end: position }),
            // Markers without a length.
            0x01 | 0xD0..=0xD8 => {}
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(position)?, *bytes.get(position + 1)?]));
                let end = position + length.max(2);
                segments.push((marker, bytes.get(position + 2..end)?));
                position = if marker == START_OF_SCAN { scan(bytes, end)? } else { end };
            }
        }
    }
}

/// The next marker and where it ends; any number of FF may come before it.
fn marker(bytes: &[u8], position: usize) -> Option<(u8, usize)> {
    let start = position + bytes.get(position..)?.iter().position(|byte| *byte == 0xFF)?;
    let marker = start + bytes[start..].iter().position(|byte| *byte != 0xFF)?;
    Some((bytes[marker], marker + 1))
}

/// Where the compressed data ends: at a marker that is neither a stuffed FF nor a restart.
fn scan(bytes: &[u8], position: usize) -> Option<usize> {
    let rest = bytes.get(position..)?;
    let is_end = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF);
    Some(position + rest.windows(2).position(is_end)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A comment, a scan with a stuffed FF and a restart, the end.
    const OUTLINE: &[u8] = b"\xFF\xD8\xFF\xFE\0\x04\xFF\xD9\xFF\xDA\0\x02ab\xFF\0c\xFF\xD0d\xFF\xD9rest";

    #[test]
    fn the_end_is_found_behind_what_looks_like_it() {
        let outline = outline(OUTLINE).unwrap();
        assert_eq!(outline.end, OUTLINE.len() - "rest".len());
        assert_eq!(outline.segments, [(0xFE, b"\xFF\xD9".as_slice()), (0xDA, b"")]);
    }

    #[test]
    fn without_an_end_there_is_none() {
        for length in 2..OUTLINE.len() - "rest".len() {
            assert_eq!(outline(&OUTLINE[..length]), None, "of the first {length} bytes");
        }
    }
}
