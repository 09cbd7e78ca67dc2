//! The verdict on every file of the shared test data.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use documents::{FileChecker, inspect};
use model::document::{
    FileFormat::{self, Jpeg, Pdf},
    FileRefusal::{self, ActiveContent, Damaged, Encrypted, NotPdfOrJpeg, TwoFormats},
};

/// File, verdict, reason.
const ODD: [(&str, Result<FileFormat, FileRefusal>, &str); 21] = [
    ("GeoTopo-komprimiert.pdf", Ok(Pdf), "117 ordinary pages"),
    ("T02-02_002_page-tree-kids-links-recursive.pdf", Err(Damaged), "the page tree contains itself"),
    ("corrupted.jpg", Err(Damaged), "the compressed picture is damaged, too, and not only its EXIF"),
    ("corruptionOneByteMissing.pdf", Ok(Pdf), "every object is whole: only the table's offsets are one too high"),
    ("encryption_nocopy.pdf", Err(Encrypted), "encrypted, though it opens without a password"),
    ("hopper_bad_exif.jpg", Err(Damaged), "the compressed picture has codes that don't exist"),
    ("incomplete_image.jpg", Err(Damaged), "the picture's end is missing"),
    ("invalid-exif.jpg", Ok(Jpeg), "the picture is whole: its EXIF shows nothing"),
    ("issue-335a.pdf", Err(NotPdfOrJpeg), "no header where readers look for one"),
    ("issue6069.pdf", Err(TwoFormats), "text before the header, where another format could begin"),
    ("javascript.pdf", Err(ActiveContent), "a script that runs on opening"),
    ("leading-junk.pdf", Err(TwoFormats), "text before the header, where another format could begin"),
    ("libreoffice-writer-password.pdf", Err(Encrypted), "opens with a password only"),
    ("list-of-uri-actions.pdf", Ok(Pdf), "links to follow by hand, all of them https"),
    ("minimal-document-x5000.pdf", Ok(Pdf), "5000 ordinary pages"),
    ("pages-loop.pdf", Err(Damaged), "the page tree contains itself"),
    ("pil_sample_cmyk.jpg", Ok(Jpeg), "a whole picture in the colours of print"),
    ("polyglot-pdf-in-jpg-comment.pdf", Err(TwoFormats), "a JPEG and a PDF"),
    ("polyglot-zip-in-pdf-stream.pdf", Err(TwoFormats), "a PDF and a ZIP"),
    ("small-img.jpg", Err(Damaged), "8 by 8192 dots, most of which are missing"),
    ("trailer_loop.pdf", Err(Damaged), "the tables of objects lead into a circle"),
];

fn odd(name: &str) -> Result<FileFormat, FileRefusal> {
    let (_, verdict, _) = ODD.iter().find(|(odd, ..)| *odd == name).unwrap_or_else(|| panic!("{name} has no verdict"));
    *verdict
}

#[test]
fn every_good_file_is_accepted() {
    let files = support::shared("files-good");
    assert_eq!(files.len(), 18);
    for path in files {
        let format = if path.extension().unwrap() == "pdf" { Pdf } else { Jpeg };
        assert_eq!(inspect(&path), Ok(format), "{}", path.display());
    }
}

#[test]
fn every_odd_file_has_its_verdict() {
    let files = support::shared("files-odd");
    assert_eq!(files.len(), ODD.len());
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(inspect(&path), odd(name), "{name}");
    }
}

/// The child's limits are wide enough for every one of them: no verdict is about memory or time.
#[tokio::test]
async fn the_child_says_the_same() {
    let checker = FileChecker::new(support::check_program());
    for path in support::shared("files-good").into_iter().chain(support::shared("files-odd")) {
        assert_eq!(checker.check(&path).await, inspect(&path), "{}", path.display());
    }
}
