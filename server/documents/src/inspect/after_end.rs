//! What follows a file's end: the name of what isn't accepted there.

use model::document::AfterEnd;

use super::{find, find_all, text};

/// How files begin that are found wherever they begin: so many bytes aren't there by accident.
const ANYWHERE: [(&[u8], AfterEnd); 9] = [
    (b"PK\x03\x04", AfterEnd::Archive),
    (b"Rar!\x1A\x07", AfterEnd::Archive),
    (b"7z\xBC\xAF\x27\x1C", AfterEnd::Archive),
    (b"\xFD7zXZ\0", AfterEnd::Archive),
    (b"\x1A\x45\xDF\xA3", AfterEnd::Film),
    (b"\x7FELF", AfterEnd::Program),
    (b"\x89PNG\r\n\x1A\n", AfterEnd::Picture),
    (b"GIF87a", AfterEnd::Picture),
    (b"GIF89a", AfterEnd::Picture),
];

/// How files begin that are looked for at the beginning alone.
const BEGINNINGS: [(&[u8], AfterEnd); 13] = [
    (b"\x1F\x8B", AfterEnd::Archive),
    (b"\x28\xB5\x2F\xFD", AfterEnd::Archive),
    (b"MSCF", AfterEnd::Archive),
    (b"OggS", AfterEnd::Film),
    (b"ID3", AfterEnd::Film),
    (b"MZ", AfterEnd::Program),
    (b"\xCA\xFE\xBA\xBE", AfterEnd::Program),
    (b"\xCF\xFA\xED\xFE", AfterEnd::Program),
    (b"\0asm", AfterEnd::Program),
    (b"\xFF\xD8\xFF", AfterEnd::Picture),
    (b"II*\0", AfterEnd::Picture),
    (b"MM\0*", AfterEnd::Picture),
    (b"BM", AfterEnd::Picture),
];

/// The kinds of a RIFF file, at its eighth byte.
const RIFF: [(&[u8], AfterEnd); 3] =
    [(b"WEBP", AfterEnd::Picture), (b"AVI ", AfterEnd::Film), (b"WAVE", AfterEnd::Film)];

/// The boxes that a film has near its beginning (ISO/IEC 14496-12, and QuickTime's format before it).
const FILM_BOXES: [&[u8]; 3] = [b"ftyp", b"moov", b"mdat"];

/// The longest box that says a film's type, in bytes: it is a list of four letters each.
const FILM_TYPE_MOST: u32 = 4096;

/// Within how many bytes a film has one of its boxes.
const FILM_BEGINNING: usize = 64;

/// What a file is that begins with `bytes`, or has a film in it. `None` when it is none of those that are known.
pub fn file(bytes: &[u8]) -> Option<AfterEnd> {
    if has_film(bytes) {
        return Some(AfterEnd::Film);
    }
    let riff = || RIFF.iter().find(|(kind, _)| bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(*kind));
    let known = ANYWHERE.iter().chain(&BEGINNINGS).find(|(magic, _)| bytes.starts_with(magic));
    known.or_else(riff).map(|(_, what)| *what)
}

/// What follows, when it isn't a text that may: `None` when nothing does but padding, or such a text.
pub fn name(rest: &[u8]) -> Option<AfterEnd> {
    let anywhere = || ANYWHERE.iter().find(|(magic, _)| find(rest, magic).is_some()).map(|(_, what)| *what);
    // A text may begin with the letters that a program does.
    let is_text = text::is_text(rest);
    let start =
        rest.iter().position(|byte| !text::is_padding(*byte) && !byte.is_ascii_whitespace()).unwrap_or(rest.len());
    let known = if is_text { anywhere() } else { file(&rest[start..]).or_else(anywhere) };
    known.or_else(|| if is_text { text::unwelcome(rest) } else { Some(binary(rest)) })
}

fn binary(rest: &[u8]) -> AfterEnd {
    let beginning = &rest[..rest.len().min(FILM_BEGINNING)];
    if FILM_BOXES.iter().any(|name| find(beginning, name).is_some()) {
        AfterEnd::Film
    } else if text::has_markup(rest) {
        AfterEnd::WebPage
    } else {
        AfterEnd::Unknown
    }
}

/// Whether a film begins anywhere: a box of its type, behind the box's length.
fn has_film(bytes: &[u8]) -> bool {
    let length = |at: usize| Some(u32::from_be_bytes(bytes.get(at.checked_sub(4)?..at)?.try_into().ok()?));
    find_all(bytes, b"ftyp").any(|at| length(at).is_some_and(|length| (8..=FILM_TYPE_MOST).contains(&length)))
}
