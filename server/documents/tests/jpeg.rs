//! What a JPEG may be, and what not.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use documents::inspect_bytes;
use model::document::{
    DOCUMENT_MOST_BYTES,
    FileFormat::Jpeg,
    FileRefusal::{Damaged, Empty, NotPdfOrJpeg, TooComplex, TooLarge},
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
