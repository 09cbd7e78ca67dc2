//! The formats that can be in the same file as a PDF or a JPEG, because their readers don't start at its first byte.

use super::{find, find_all};

/// What these formats have at a fixed place: DICOM, tar, ISO 9660.
const AT_A_PLACE: [(usize, &[u8]); 3] = [(128, b"DICM"), (257, b"ustar"), (32_769, b"CD001")];

/// How formats begin that are found behind a picture: archives, a film, programs, pages.
const BEGINNINGS: [&[u8]; 9] = [
    b"Rar!\x1A\x07",
    b"7z\xBC\xAF\x27\x1C",
    b"\x7FELF",
    b"\x89PNG\r\n",
    b"GIF8",
    b"<?php",
    b"<script",
    b"<html",
    b"<!DOCTYPE",
];

/// Whether the file is also one of the formats that may begin anywhere.
pub fn has_another_format(bytes: &[u8]) -> bool {
    AT_A_PLACE.iter().any(|(place, magic)| bytes.get(*place..).is_some_and(|rest| rest.starts_with(magic)))
        || find_all(bytes, b"PK\x05\x06").any(|end| is_zip(bytes, end))
}

/// Whether what comes behind a picture is a file of its own.
pub fn begins_another_format(rest: &[u8]) -> bool {
    // The length of the first box comes before its name.
    rest.get(4..8) == Some(b"ftyp") || BEGINNINGS.iter().any(|beginning| find(rest, beginning).is_some())
}

/// Whether the end of a ZIP's directory is at `end`, and the directory before it. The signatures alone would also be
/// found in compressed data, by accident.
fn is_zip(bytes: &[u8], end: usize) -> bool {
    let number = |offset: usize, length: usize| {
        let bytes = bytes.get(end + offset..end + offset + length)?;
        Some(bytes.iter().rev().fold(0_usize, |number, byte| number << 8 | usize::from(*byte)))
    };
    let (Some(disk), Some(entries), Some(size)) = (number(4, 2), number(10, 2), number(12, 4)) else { return false };
    let directory = end.checked_sub(size).and_then(|start| bytes.get(start..end));
    disk == 0 && (entries == 0 && size == 0 || directory.is_some_and(|bytes| bytes.starts_with(b"PK\x01\x02")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_by_accident_is_no_zip() {
        let mut bytes = vec![b'x'; 100];
        bytes[50..54].copy_from_slice(b"PK\x05\x06");
        bytes[54..72].fill(b'y');
        assert!(!has_another_format(&bytes));
    }

    #[test]
    fn a_directory_with_its_end_is_a_zip() {
        let directory = [b"PK\x01\x02".as_slice(), &[0; 42]].concat();
        let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &[46, 0, 0, 0], &[0; 6]].concat();
        assert!(has_another_format(&[b"%PDF-1.7".as_slice(), &directory, &end].concat()));
    }

    #[test]
    fn a_film_behind_a_picture_is_seen() {
        assert!(begins_another_format(b"\0\0\0\x18ftypmp42"));
        assert!(!begins_another_format(&[0; 64]));
    }
}
