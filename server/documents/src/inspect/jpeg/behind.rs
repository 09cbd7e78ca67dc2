//! What follows a picture's end. Viewers show none of it, so that only what belongs to the picture is accepted: padding,
//! smaller pictures, a camera's settings, a short text.

use model::document::{AfterEnd, FileRefusal};

use super::{samsung, segments};
use crate::inspect::after_end;

const PICTURE: &[u8] = &[0xFF, 0xD8, 0xFF];

/// Looks at what follows the end of the first picture.
///
/// # Errors
/// [`FileRefusal::MotionPhoto`] for a film or a sound, whichever camera put it there; [`FileRefusal::AfterEnd`] with
/// what follows otherwise.
pub fn check(rest: &[u8]) -> Result<(), FileRefusal> {
    let unwelcome = match samsung::read(rest) {
        Some(trailer) => trailer.between.iter().find_map(|part| after_pictures(part)).or_else(|| {
            // Pictures in blocks are accepted as well.
            let blocks = trailer.blocks.iter().filter(|data| !data.starts_with(PICTURE));
            blocks.filter_map(|data| after_end::file(data)).next()
        }),
        None => after_pictures(rest),
    };
    match unwelcome {
        None => Ok(()),
        Some(AfterEnd::Film) => Err(FileRefusal::MotionPhoto),
        Some(what) => Err(FileRefusal::AfterEnd(what)),
    }
}

/// What follows when padding and whole pictures are passed over.
fn after_pictures(mut rest: &[u8]) -> Option<AfterEnd> {
    loop {
        if rest.starts_with(PICTURE) {
            match segments::outline(rest) {
                Some(outline) => rest = &rest[outline.end..],
                // Without its end: what is in it can't be told from what follows it.
                None => return after_end::name(rest),
            }
        } else if let [0 | 0xFF | b' ' | b'\t' | b'\r' | b'\n', next @ ..] = rest {
            rest = next;
        } else {
            return after_end::name(rest);
        }
    }
}
