//! What a JPEG may be, and what not.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use documents::inspect_bytes;
use model::document::{
    DOCUMENT_MOST_BYTES,
    FileFormat::Jpeg,
    FileRefusal::{Damaged, Empty, NotPdfOrJpeg, TooComplex, TooLarge, TwoFormats},
};

fn portrait() -> Vec<u8> {
    fs::read(support::file("portrait_2.jpg")).unwrap()
}

#[test]
fn the_content_decides() {
    assert_eq!(inspect_bytes(&portrait()), Ok(Jpeg));
    assert_eq!(inspect_bytes(b""), Err(Empty));
    assert_eq!(inspect_bytes(b"not a document"), Err(NotPdfOrJpeg));
    assert_eq!(inspect_bytes(b"\x89PNG\r\n\x1A\n"), Err(NotPdfOrJpeg));
    assert_eq!(inspect_bytes(b"\xFF\xD8\xFF"), Err(Damaged));
}

#[test]
fn ten_megabytes_are_accepted_and_no_byte_more() {
    let mut bytes = portrait();
    bytes.resize(DOCUMENT_MOST_BYTES as usize, 0);
    assert_eq!(inspect_bytes(&bytes), Ok(Jpeg));
    bytes.push(0);
    assert_eq!(inspect_bytes(&bytes), Err(TooLarge));
}

#[test]
fn half_a_picture_is_damaged() {
    for name in ["cat.jpg", "portrait_2.jpg"] {
        let bytes = fs::read(support::file(name)).unwrap();
        for eighth in 1..8 {
            let half = &bytes[..bytes.len() * eighth / 8];
            assert_eq!(inspect_bytes(half), Err(Damaged), "{eighth}/8 of {name}");
        }
    }
}

#[test]
fn a_picture_that_claims_to_be_huge_is_too_complex() {
    let mut bytes = portrait();
    let frame = bytes.windows(2).rposition(|pair| pair == b"\xFF\xC0").unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
    assert_eq!(inspect_bytes(&bytes), Err(TooComplex));
}

#[test]
fn what_cameras_leave_behind_the_picture_is_accepted() {
    let before = |end: &[u8]| inspect_bytes(&[&portrait(), end].concat());
    assert_eq!(before(&[0; 64]), Ok(Jpeg));
    assert_eq!(before(&portrait()), Ok(Jpeg));
    assert_eq!(before(b"\0\0\x01\x02\x03\x04SEFH\0SEFT"), Ok(Jpeg));
}

#[test]
fn another_file_behind_the_picture_is_two_formats() {
    let before = |end: &[u8]| inspect_bytes(&[&portrait(), end].concat());
    assert_eq!(before(b"\0\0\0\x18ftypmp42\0\0\0\0"), Err(TwoFormats));
    assert_eq!(before(b"\n<script>alert(1)</script>"), Err(TwoFormats));
    assert_eq!(before(b"Rar!\x1A\x07\0"), Err(TwoFormats));
    assert_eq!(before(b"%PDF-1.7"), Err(TwoFormats));
    assert_eq!(before(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), Err(TwoFormats));
}
