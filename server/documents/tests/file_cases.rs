//! Files as devices and gateways make them, which were judged wrongly once.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use documents::{FileChecker, inspect};
use model::document::{
    FileFormat::{self, Jpeg, Pdf},
    FileRefusal::{self, Encrypted, MotionPhoto, UnusualJpeg},
};

const CASES: [(&str, Result<FileFormat, FileRefusal>); 12] = [
    ("arithmetic.jpg", Err(UnusualJpeg)),
    ("bits128useaesy-userempty-objstm-generate.pdf", Err(Encrypted)),
    ("bits256-userpw-objstm-generate.pdf", Err(Encrypted)),
    ("ctrl-z-after.pdf", Ok(Pdf)),
    ("dnl.jpg", Err(UnusualJpeg)),
    ("motion-photo-pixel.jpg", Err(MotionPhoto)),
    ("motion-photo-samsung.jpg", Err(MotionPhoto)),
    ("pjl-wrapped.pdf", Ok(Pdf)),
    ("sampling-3x1_1x1_1x1.jpg", Err(UnusualJpeg)),
    ("smime-trailer-2k.pdf", Ok(Pdf)),
    ("ultra-hdr-motion.jpg", Err(MotionPhoto)),
    ("utf8-trailer.pdf", Ok(Pdf)),
];

#[tokio::test]
async fn every_case_has_its_verdict_in_the_child_too() {
    let checker = FileChecker::new(support::check_program());
    for (name, verdict) in CASES {
        let path = support::file(name);
        assert_eq!(inspect(&path), verdict, "{name}");
        assert_eq!(checker.check(&path).await, verdict, "{name} in the child");
    }
}

/// An ultra-HDR picture without its film is an ordinary picture with a smaller one behind it.
#[test]
fn a_gain_map_behind_the_picture_is_accepted() {
    let bytes = fs::read(support::file("ultra-hdr-motion.jpg")).unwrap();
    let film = bytes.windows(4).position(|window| window == b"ftyp").unwrap() - 4;
    assert_eq!(documents::inspect_bytes(&bytes[..film]), Ok(Jpeg));
}
