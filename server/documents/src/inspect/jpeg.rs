//! JPEG: it must decode to its last pixel, and end there.

mod segments;

use model::document::FileRefusal;
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use super::other;

/// The most pixels: a photograph of 64 megapixels, or a page of A3 scanned at 600 dots per inch in two halves.
const PIXELS_MOST: usize = 64 * 1024 * 1024;

/// # Errors
/// [`FileRefusal::Damaged`], [`FileRefusal::TooComplex`], or [`FileRefusal::TwoFormats`] when something that isn't a
/// picture follows.
pub fn check(bytes: &[u8]) -> Result<(), FileRefusal> {
    let end = segments::end(bytes).ok_or(FileRefusal::Damaged)?;
    // Strict: a decoder that makes up what is missing would accept half a picture.
    let options = DecoderOptions::default().set_strict_mode(true);
    let options = options.set_max_width(usize::from(u16::MAX)).set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bytes[..end]), options);
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
    trailing(&bytes[end..])
}

/// What cameras put behind the picture is accepted: padding, smaller pictures, settings. Another format isn't.
fn trailing(rest: &[u8]) -> Result<(), FileRefusal> {
    let blank = rest.iter().take_while(|byte| matches!(byte, 0 | 0xFF | b'\r' | b'\n')).count();
    // The first byte of a picture is one of those.
    let blank = if rest[blank..].starts_with(&[0xD8]) { blank.saturating_sub(1) } else { blank };
    if other::begins_another_format(&rest[blank..]) || other::begins_another_format(rest) {
        return Err(FileRefusal::TwoFormats);
    }
    Ok(())
}
