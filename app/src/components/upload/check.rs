//! What the browser can tell of a file before it is sent. The server decides.

use model::document::{DOCUMENT_MOST_BYTES, FileRefusal, PDF_HEADER_WITHIN};
use web_sys::{File, js_sys::Uint8Array};

/// Why the server would refuse the file, as far as its size and its first bytes tell; `None` as well for a file that
/// can't be read here.
pub async fn check(file: &File) -> Option<FileRefusal> {
    let first = file.slice_with_i32_and_i32(0, PDF_HEADER_WITHIN as i32).ok()?;
    let bytes = Uint8Array::new(&first.array_buffer().await.ok()?).to_vec();
    refusal(file.size(), &bytes)
}

fn refusal(size: f64, first: &[u8]) -> Option<FileRefusal> {
    match first {
        [] => Some(FileRefusal::Empty),
        _ if size > DOCUMENT_MOST_BYTES as f64 => Some(FileRefusal::TooLarge),
        [0xff, 0xd8, 0xff, ..] => None,
        // What may come before the header is the server's to decide.
        _ if first.windows(5).any(|window| window == b"%PDF-") => None,
        _ => Some(FileRefusal::NotPdfOrJpeg),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_format() {
        assert_eq!(refusal(9e3, b"%PDF-1.7"), None);
        assert_eq!(refusal(9e3, b"\x1b%-12345X@PJL\r\n%PDF-1.7"), None);
        assert_eq!(refusal(9e3, b"\xff\xd8\xff\xe0\0\x10JF"), None);
        assert_eq!(refusal(9e3, b"\x89PNG\r\n\x1a\n"), Some(FileRefusal::NotPdfOrJpeg));
        assert_eq!(refusal(2.0, b"%P"), Some(FileRefusal::NotPdfOrJpeg));
    }

    #[test]
    fn a_file_has_at_least_a_byte_and_at_most_ten_megabytes() {
        assert_eq!(refusal(0.0, b""), Some(FileRefusal::Empty));
        assert_eq!(refusal(10_485_760.0, b"%PDF-1.7"), None);
        assert_eq!(refusal(10_485_761.0, b"%PDF-1.7"), Some(FileRefusal::TooLarge));
    }
}
