//! Text that may follow a file's end, as scanners, fax servers and mail gateways leave it.
//!
//! Readers don't show it, and nothing runs it: it is accepted when it is short and nothing else reads it as a page, a
//! script or a file of its own.

use model::document::AfterEnd;

use super::find;

/// How long such a text may be, in bytes, white space aside: a mail's signature with four certificates is about 8 kB.
const TEXT_MOST: usize = 16 * 1024;

/// What texts of other formats begin with: PostScript, PDF, Rich Text.
const FORMATS: [&[u8]; 3] = [b"%!PS", b"%PDF-", b"{\\rtf"];

/// Whether it is text, in UTF-8 or in a character set of one byte each, such as Latin-1. Padding may be in between.
pub fn is_text(bytes: &[u8]) -> bool {
    let bytes = without_padding(bytes);
    if let Ok(text) = str::from_utf8(&bytes) {
        return text.chars().all(|character| !character.is_control() || is_space(character));
    }
    let ascii = bytes.iter().filter(|byte| byte.is_ascii()).count();
    // Most letters are ASCII in the languages that are written with these sets.
    ascii * 4 >= bytes.len() * 3 && bytes.iter().all(|byte| !byte.is_ascii_control() || is_space(char::from(*byte)))
}

/// What a text is that may not follow a file's end; `None` when it may.
pub fn unwelcome(text: &[u8]) -> Option<AfterEnd> {
    if has_markup(text) {
        return Some(AfterEnd::WebPage);
    }
    if FORMATS.iter().any(|beginning| find(text, beginning).is_some()) {
        return Some(AfterEnd::Unknown);
    }
    let length = text.iter().filter(|byte| !is_padding(**byte) && !byte.is_ascii_whitespace()).count();
    (length > TEXT_MOST).then_some(AfterEnd::LongText)
}

/// Whether there is a tag of HTML or XML, code of a web server, or the first line of a script. An address in angle
/// brackets is none of these.
pub fn has_markup(text: &[u8]) -> bool {
    let text = without_padding(text);
    let is_tag = |(at, byte): (usize, &u8)| *byte == b'<' && begins_tag(&text[at + 1..]);
    let is_script = |line: &[u8]| line.trim_ascii_start().starts_with(b"#!");
    text.iter().enumerate().any(is_tag) || text.split(|byte| matches!(byte, b'\n' | b'\r')).any(is_script)
}

fn begins_tag(rest: &[u8]) -> bool {
    let begins =
        rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?' | b'%' | b'/'));
    begins && !rest.iter().position(|byte| *byte == b'>').is_some_and(|end| is_address(&rest[..end]))
}

/// A mail address, or that of a page. Neither has what a tag's attributes need: a space, a quote, an equals sign.
fn is_address(text: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(text) else { return false };
    let consists_of =
        |text: &str, signs: &str| text.chars().all(|sign| sign.is_ascii_alphanumeric() || signs.contains(sign));
    let is_mail = text.contains('@') && consists_of(text, "@.+-_%");
    let page = ["https://", "http://", "mailto:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    is_mail || page.is_some_and(|page| consists_of(page, "@.+-_%/:?#~&;,"))
}

fn without_padding(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| !is_padding(*byte)).collect()
}

/// NUL, and the marks that end a transmission or a file: ^D and ^Z.
pub fn is_padding(byte: u8) -> bool {
    matches!(byte, 0 | 0x04 | 0x1A)
}

fn is_space(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\x0C' | '\r')
}
