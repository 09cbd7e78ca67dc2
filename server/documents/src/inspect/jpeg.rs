//! JPEG: it must decode to its last pixel, and end there.

mod behind;
mod kind;
mod samsung;
mod segments;

use std::panic::{self, UnwindSafe};

use model::document::FileRefusal;
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use self::kind::Kind;

/// The most pixels: a photograph of 64 megapixels, or a page of A3 scanned at 600 dots per inch in two halves.
const PIXELS_MOST: usize = 64 * 1024 * 1024;

/// # Errors
/// [`FileRefusal::Damaged`], [`FileRefusal::UnusualJpeg`], [`FileRefusal::TooComplex`], [`FileRefusal::MotionPhoto`], or
/// [`FileRefusal::AfterEnd`].
pub fn check(bytes: &[u8]) -> Result<(), FileRefusal> {
    let outline = segments::outline(bytes).ok_or(FileRefusal::Damaged)?;
    let kind = kind::kind(&outline)?;
    guard(&kind, || decode(&bytes[..outline.end]))?;
    behind::check(&bytes[outline.end..])
}

/// Decodes a picture of this kind, and says whether an error is the picture's fault or the decoder's. A panic of the
/// decoder's is an error like its others, and not a crash of the check.
fn guard(kind: &Kind, decode: impl FnOnce() -> Result<(), FileRefusal> + UnwindSafe) -> Result<(), FileRefusal> {
    let decoded = panic::catch_unwind(decode).unwrap_or(Err(FileRefusal::Damaged));
    decoded.map_err(|refusal| match refusal {
        FileRefusal::Damaged if !kind.is_ordinary && !kind.is_cut_off => FileRefusal::UnusualJpeg,
        refusal => refusal,
    })
}

fn decode(bytes: &[u8]) -> Result<(), FileRefusal> {
    // Strict: a decoder that makes up what is missing would accept half a picture.
    let options = DecoderOptions::default().set_strict_mode(true);
    let options = options.set_max_width(usize::from(u16::MAX)).set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| FileRefusal::Damaged)?;
    let (width, height) = decoder.dimensions().ok_or(FileRefusal::Damaged)?;
    if width.saturating_mul(height) > PIXELS_MOST {
        return Err(FileRefusal::TooComplex);
    }
    // The colours are decoded in any case; turning them into RGB would only take memory.
    let colours = decoder.input_colorspace().ok_or(FileRefusal::Damaged)?;
    let colours = if colours == ColorSpace::YCbCr { ColorSpace::Luma } else { colours };
    decoder.set_options(options.jpeg_set_out_colorspace(colours));
    decoder.decode().map_err(|_| FileRefusal::Damaged)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_crash() {
        for (is_ordinary, is_cut_off, refusal) in [
            (true, false, FileRefusal::Damaged),
            (false, false, FileRefusal::UnusualJpeg),
            (false, true, FileRefusal::Damaged),
        ] {
            let kind = Kind { is_ordinary, is_cut_off };
            assert_eq!(guard(&kind, || panic!("as the decoder does")), Err(refusal));
            assert_eq!(guard(&kind, || Err(FileRefusal::Damaged)), Err(refusal));
            assert_eq!(guard(&kind, || Err(FileRefusal::TooComplex)), Err(FileRefusal::TooComplex));
            assert_eq!(guard(&kind, || Ok(())), Ok(()));
        }
    }
}
