//! The outline of a JPEG: segments with a length, and scans up to the next marker.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// Where the picture ends: behind its end marker. `None` when it has none.
pub fn end(bytes: &[u8]) -> Option<usize> {
    // Behind the marker that the file starts with.
    let mut position = 2;
    loop {
        let (marker, after) = marker(bytes, position)?;
        position = after;
        match marker {
            END_OF_IMAGE => return Some(position),
            // Markers without a length.
            0x01 | 0xD0..=0xD8 => {}
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(position)?, *bytes.get(position + 1)?]));
                position += length.max(2);
                if marker == START_OF_SCAN {
                    position = scan(bytes, position)?;
                }
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
        assert_eq!(end(OUTLINE), Some(OUTLINE.len() - "rest".len()));
    }

    #[test]
    fn without_an_end_there_is_none() {
        for length in 2..OUTLINE.len() - "rest".len() {
            assert_eq!(end(&OUTLINE[..length]), None, "of the first {length} bytes");
        }
    }
}
