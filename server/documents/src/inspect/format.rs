use model::document::{FileFormat, FileRefusal, PDF_HEADER_WITHIN};

use super::{find, find_all, other, pdf};

const PDF: &[u8] = b"%PDF-";
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];

/// Which of the two formats a file has, if it has no other one besides.
pub fn format(bytes: &[u8]) -> Result<FileFormat, FileRefusal> {
    let format = if bytes.starts_with(JPEG) {
        // Some readers look for the header everywhere.
        if find_all(bytes, PDF).any(|position| bytes.get(position + PDF.len()).is_some_and(u8::is_ascii_digit)) {
            return Err(FileRefusal::TwoFormats);
        }
        FileFormat::Jpeg
    } else {
        let start = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
        let header = find(start, PDF).ok_or(FileRefusal::NotPdfOrJpeg)?;
        // Readers skip whatever comes before the header, which is where the beginning of another format hides.
        if !pdf::may_come_before(&start[..header]) {
            return Err(FileRefusal::TwoFormats);
        }
        FileFormat::Pdf
    };
    if other::has_another_format(bytes) { Err(FileRefusal::TwoFormats) } else { Ok(format) }
}
