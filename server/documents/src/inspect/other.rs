//! The formats that can be in the same file as a PDF or a JPEG, because their readers don't start at its first byte.

use super::zip;

/// What these formats have at a fixed place: DICOM, tar, ISO 9660.
const AT_A_PLACE: [(usize, &[u8]); 3] = [(128, b"DICM"), (257, b"ustar"), (32_769, b"CD001")];

/// Whether the file is also one of the formats that may begin anywhere.
pub fn has_another_format(bytes: &[u8]) -> bool {
    AT_A_PLACE.iter().any(|(place, magic)| bytes.get(*place..).is_some_and(|rest| rest.starts_with(magic)))
        || zip::is_zip(bytes)
}
