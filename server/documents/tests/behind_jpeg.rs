//! What may follow a picture's end.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use documents::inspect_bytes;
use model::document::{
    AfterEnd::{Archive, LongText, Picture, Program, Unknown, WebPage},
    FileFormat::{self, Jpeg},
    FileRefusal::{self, AfterEnd, MotionPhoto, TwoFormats},
};

const FILM: &[u8] = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42\0\0\0\x08mdat";

fn portrait() -> Vec<u8> {
    fs::read(support::file("portrait_2.jpg")).unwrap()
}

fn behind(end: &[u8]) -> Result<FileFormat, FileRefusal> {
    inspect_bytes(&[&portrait(), end].concat())
}

/// Samsung's trailer: blocks of a type, a name and data; then a list of them, read from the end.
fn samsung(blocks: &[(u16, &str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut sizes) = (Vec::new(), Vec::new());
    for (kind, name, data) in blocks {
        let start = bytes.len();
        bytes.extend([&[0, 0], &kind.to_le_bytes()[..], &(name.len() as u32).to_le_bytes(), name.as_bytes()].concat());
        bytes.extend_from_slice(data);
        sizes.push((*kind, start, bytes.len() - start));
    }
    let directory = bytes.len();
    bytes.extend([b"SEFH".as_slice(), &106_u32.to_le_bytes(), &(blocks.len() as u32).to_le_bytes()].concat());
    for (kind, start, size) in sizes {
        bytes.extend([&[0, 0], &kind.to_le_bytes()[..]].concat());
        bytes.extend([((directory - start) as u32).to_le_bytes(), (size as u32).to_le_bytes()].concat());
    }
    let length = (bytes.len() - directory) as u32;
    bytes.extend([&length.to_le_bytes()[..], b"SEFT"].concat());
    bytes
}

#[test]
fn what_cameras_leave_behind_the_picture_is_accepted() {
    let time: &[(u16, &str, &[u8])] = &[(0x0A01, "Image_UTC_Data", b"1493650000000")];
    let two: &[(u16, &str, &[u8])] = &[(0x0001, "Image", &portrait()), (0x0BD0, "Meta", b"\x01\x02\x03")];
    for end in [
        vec![],
        vec![0; 64],
        vec![0xFF; 64],
        b"\r\n\t ".to_vec(),
        portrait(),
        [&[0; 5], &portrait()[..], &[0xFF; 3], &portrait(), &[0xFF]].concat(),
        samsung(time),
        [&portrait()[..], &samsung(two), &[0; 4]].concat(),
        b"v2_f30 42:9999 a maker's note".to_vec(),
    ] {
        assert_eq!(behind(&end), Ok(Jpeg), "{:?}", end.escape_ascii().to_string().get(..60));
    }
}

/// One rule, whichever phone made it.
#[test]
fn a_film_behind_the_picture_is_a_motion_photo() {
    let samsung_film: &[(u16, &str, &[u8])] = &[(0x0A30, "MotionPhoto_Data", FILM), (0x0A31, "Version", b"1")];
    let sound: &[(u16, &str, &[u8])] = &[(0x0100, "SoundShot_000", b"\0\0\0\x14ftypM4A \0\0\0\0\0\0\0\0")];
    let plain: &[(u16, &str, &[u8])] = &[(0x0A01, "Image_UTC_Data", b"1493650000000")];
    for end in [
        FILM.to_vec(),
        [&[0; 100], FILM].concat(),
        [&portrait()[..], FILM].concat(),
        [FILM, &portrait()[..]].concat(),
        [FILM, b"v3_f35  42:9999  LIVE_3524282    "].concat(),
        [FILM, &samsung(plain)[..]].concat(),
        samsung(samsung_film),
        samsung(sound),
        b"\0\0\0\x10MotionPhoto_Data\0\0\0\x18ftypisom\0\0\x02\0isomiso2\x01".to_vec(),
        b"RIFF\x01\x02\x03\x04WAVEfmt ".to_vec(),
        b"\0\0\0\x08wide\0\0\x10\0mdat".to_vec(),
    ] {
        assert_eq!(behind(&end), Err(MotionPhoto), "{:?}", end.escape_ascii().to_string().get(..60));
    }
}

#[test]
fn anything_else_is_called_what_it_is() {
    let program: &[(u16, &str, &[u8])] = &[(0x0001, "Image", b"MZ\x90\0\x03\0\0\0")];
    for (end, what) in [
        (b"\n<script>alert(1)</script>".to_vec(), WebPage),
        (b"Rar!\x1A\x07\0".to_vec(), Archive),
        (b"PK\x03\x04\x14\0\0\0".to_vec(), Archive),
        (b"\xFF\xFF\x7FELF\x02\x01\x01\0".to_vec(), Program),
        (samsung(program), Program),
        (b"\x89PNG\r\n\x1A\n".to_vec(), Picture),
        (portrait()[..400].to_vec(), Picture),
        (vec![b'x'; 20_000], LongText),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08".to_vec(), Unknown),
        (b"\0\0\x01\x02\x03\x04SEFH\0SEFT".to_vec(), Unknown),
        ([b"\x05\x06\x07\x08", &samsung(&[(0x0A01, "Image_UTC_Data", b"1")])[..]].concat(), Unknown),
    ] {
        assert_eq!(behind(&end), Err(AfterEnd(what)), "{:?}", end.escape_ascii().to_string().get(..60));
    }
    assert_eq!(behind(b"%PDF-1.7"), Err(TwoFormats));
}

/// The record at the end of a ZIP (APPNOTE 4.3.16): its disk, that of its directory, and its counts say what a reader
/// may or may not believe.
#[test]
fn the_end_of_a_zip_is_found_whatever_it_says() {
    let pdf = support::pdf("", &[]);
    let directory = [b"PK\x01\x02".as_slice(), &[0; 42]].concat();
    for numbers in [
        *b"\0\0\0\0\0\0\0\0",
        *b"\x01\0\0\0\0\0\0\0",
        *b"\x01\0\x01\0\x01\0\x01\0",
        *b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        *b"\0\0\0\0\x07\0\x09\0",
    ] {
        for size in [[0; 4], [46, 0, 0, 0], [0xFF; 4]] {
            let end = [b"PK\x05\x06".as_slice(), &numbers, &size, &[9, 9, 9, 9, 0, 0]].concat();
            let commented = [&end[..20], b"\x04\0note"].concat();
            for zip in [&end, &commented, &[&directory[..], &end].concat(), &[&directory[..], &end, b"rest"].concat()] {
                assert_eq!(behind(zip), Err(TwoFormats), "{numbers:?}, {size:?}");
                assert_eq!(inspect_bytes(&[&pdf[..], zip].concat()), Err(TwoFormats), "{numbers:?}, {size:?}");
            }
        }
    }
}
