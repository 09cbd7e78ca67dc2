//! What a document's attachment holds: base64 by the standard, hex from some generators.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use model::document::{DOCUMENT_MOST_BYTES, FileFormat};

use super::shown;
use crate::types::Attachment;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// An attachment, told apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// `is_utf8` is false when it was read as Latin-1.
    Text {
        text: String,
        is_utf8: bool,
    },
    File {
        format: FileFormat,
        bytes: Vec<u8>,
    },
}

/// # Errors
/// Why it isn't kept.
pub(super) fn content(attachment: &Attachment) -> Result<Content, String> {
    let Some(data) = attachment.data.as_deref().filter(|data| !data.is_empty()) else {
        let is_elsewhere = attachment.url.is_some();
        return Err(if is_elsewhere { "its content is elsewhere, behind an address" } else { "no content" }.into());
    };
    let bytes = decode(data).ok_or("its content is neither base64 nor hex")?;
    let media_type = attachment.content_type.as_deref().unwrap_or_default().to_lowercase();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let declared = match essence {
        "application/pdf" => Some(FileFormat::Pdf),
        "image/jpeg" | "image/jpg" => Some(FileFormat::Jpeg),
        _ => None,
    };
    if let Some(format) = format_of(&bytes).or(declared) {
        if bytes.len() as u64 > DOCUMENT_MOST_BYTES {
            return Err("larger than 10 MB".into());
        }
        return Ok(Content::File { format, bytes });
    }
    match essence {
        "" | "text/plain" | "text/markdown" => text(bytes, &media_type),
        _ => Err(format!("its format isn't kept: {}", shown(essence))),
    }
}

fn text(bytes: Vec<u8>, media_type: &str) -> Result<Content, String> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Content::Text { text, is_utf8: true }),
        Err(_) if media_type.is_empty() => Err("its format isn't said".into()),
        Err(error) => {
            let text = error.into_bytes().into_iter().map(char::from).collect();
            Ok(Content::Text { text, is_utf8: false })
        }
    }
}

fn format_of(bytes: &[u8]) -> Option<FileFormat> {
    if bytes.starts_with(b"%PDF-") {
        Some(FileFormat::Pdf)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(FileFormat::Jpeg)
    } else {
        None
    }
}

/// Hex only when what it stands for makes sense: a short base64 text may happen to have hex digits alone.
fn decode(data: &str) -> Option<Vec<u8>> {
    let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let is_sensible = |bytes: &Vec<u8>| format_of(bytes).is_some() || is_text(bytes);
    let hex = from_hex(&data);
    if hex.as_ref().is_some_and(is_sensible) {
        return hex;
    }
    STANDARD.decode(&data).or_else(|_| URL_SAFE.decode(&data)).ok().or(hex)
}

fn from_hex(data: &[u8]) -> Option<Vec<u8>> {
    if data.len() % 2 == 1 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    data.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

fn is_text(bytes: &[u8]) -> bool {
    let is_plain = |text: &str| text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    str::from_utf8(bytes).is_ok_and(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(media_type: &str, data: &str) -> Result<Content, String> {
        content(&Attachment { content_type: Some(media_type.into()), data: Some(data.into()), ..Attachment::default() })
    }

    fn text(text: &str) -> Result<Content, String> {
        Ok(Content::Text { text: text.into(), is_utf8: true })
    }

    #[test]
    fn base64_and_hex_are_told_apart() {
        assert_eq!(read("text/plain; charset=utf-8", "Q291Z2g="), text("Cough"));
        assert_eq!(read("text/plain", "Q291\n Z2g"), text("Cough"));
        assert_eq!(read("text/plain", "436f756768"), text("Cough"));
        // All of it hex digits, but as hex it would be no text.
        assert_eq!(read("text/plain", "ZmFkZWQ="), text("faded"));
        assert_eq!(decode("dade"), Some(vec![0x75, 0xa7, 0x5e]));
        assert_eq!(read("text/plain", "not at all!"), Err("its content is neither base64 nor hex".into()));
    }

    #[test]
    fn the_content_decides_the_format() {
        let pdf = |bytes: &[u8]| Ok(Content::File { format: FileFormat::Pdf, bytes: bytes.to_vec() });
        assert_eq!(read("application/octet-stream", "JVBERi0xLjc="), pdf(b"%PDF-1.7"));
        assert_eq!(read("text/plain", "255044462d312e37"), pdf(b"%PDF-1.7"));
        assert_eq!(read("application/pdf", "Q291Z2g="), pdf(b"Cough"));
        assert_eq!(read("text/html", "Q291Z2g="), Err("its format isn't kept: text/html".into()));
    }

    #[test]
    fn old_encodings_and_missing_content_are_said() {
        let latin = Content::Text { text: "Grüße".into(), is_utf8: false };
        assert_eq!(read("text/plain; charset=iso-8859-1", "R3L832U="), Ok(latin));
        let elsewhere = Attachment { url: Some("https://example.org/1".into()), ..Attachment::default() };
        assert_eq!(content(&elsewhere), Err("its content is elsewhere, behind an address".into()));
    }
}
