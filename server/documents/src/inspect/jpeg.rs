//! JPEG: it must decode to its last pixel, and end there.

mod behind;
mod kind;
mod samsung;
mod segments;

use std::panic;

use model::document::FileRefusal;
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

/// The most pixels: a photograph of 64 megapixels, or a page of A3 scanned at 600 dots per inch in two halves.
const PIXELS_MOST: usize = 64 * 1024 * 1024;

/// # Errors
/// [`FileRefusal::Damaged`], [`FileRefusal::UnusualJpeg`], [`FileRefusal::TooComplex`], [`FileRefusal::MotionPhoto`], or
/// [`FileRefusal::AfterEnd`].
pub fn check(bytes: &[u8]) -> Result<(), FileRefusal> {
    let outline = segments::outline(bytes).ok_or(FileRefusal::Damaged)?;
    let kind = kind::kind(&outline)?;
    // The decoder panics at some kinds that it says it has. A panic is an error like its others, and not a crash.
    let decoded = panic::catch_unwind(|| decode(&bytes[..outline.end])).unwrap_or(Err(FileRefusal::Damaged));
    decoded.map_err(|refusal| match refusal {
        FileRefusal::Damaged if !kind.is_ordinary && !kind.is_cut_off => FileRefusal::UnusualJpeg,
        refusal => refusal,
    })?;
    behind::check(&bytes[outline.end..])
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
