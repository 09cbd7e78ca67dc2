//! ZIP archives, which readers look for from a file's end, whatever it begins with.

use super::{find, find_all};

const END: &[u8] = b"PK\x05\x06";
const DIRECTORY: &[u8] = b"PK\x01\x02";

/// How long the record is without its comment.
const END_LENGTH: usize = 22;

/// Whether the file has the record that ends a ZIP's directory (APPNOTE 4.3.16).
///
/// What the record says of disks, counts and sizes decides nothing: readers pass over what is wrong in it. But its
/// signature alone would also be found in compressed data, by accident. So something else must fit: an entry of the
/// directory somewhere before it, a comment that ends where the file does, or a record of no entries.
pub fn is_zip(bytes: &[u8]) -> bool {
    let directory = find(bytes, DIRECTORY);
    let end_of_content =
        bytes.iter().rposition(|byte| *byte != 0 && !byte.is_ascii_whitespace()).map_or(0, |last| last + 1);
    find_all(bytes, END).any(|start| {
        let Some(record) = bytes.get(start..start + END_LENGTH) else { return false };
        let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
        let end = start + END_LENGTH + comment;
        directory.is_some_and(|directory| directory < start)
            // Padding behind the file may be what the comment ends with.
            || (end_of_content..=bytes.len()).contains(&end)
            || record[8..16].iter().all(|byte| *byte == 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of these disks, counts and sizes, with this comment's length.
    fn record(numbers: [u8; 16], comment: u16) -> Vec<u8> {
        [END, &numbers, &comment.to_le_bytes()].concat()
    }

    #[test]
    fn a_signature_by_accident_is_no_zip() {
        assert!(!is_zip(&[record([b'y'; 16], 0x7979), vec![b'y'; 100]].concat()));
        assert!(!is_zip(&[record([b'y'; 16], 0x7979), DIRECTORY.to_vec(), vec![b'y'; 100]].concat()));
        assert!(!is_zip(END));
    }

    #[test]
    fn a_directory_before_it_is_a_zip() {
        assert!(is_zip(&[DIRECTORY, &[b'x'; 80], &record([b'y'; 16], 0x7979), &[b'y'; 100]].concat()));
    }

    #[test]
    fn a_record_that_ends_the_file_is_a_zip() {
        for comment in [b"".as_slice(), b"a comment", b"padding\0\0", b"line\r\n"] {
            let zip = [&record([b'y'; 16], comment.len() as u16), comment].concat();
            assert!(is_zip(&zip), "{comment:?}");
            assert!(is_zip(&[&zip, b"\0\r\n".as_slice()].concat()), "{comment:?} and padding");
            assert!(!is_zip(&[&zip, b"more".as_slice()].concat()), "{comment:?} and more");
        }
    }

    #[test]
    fn a_record_of_no_entries_is_a_zip() {
        let numbers = [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9];
        assert!(is_zip(&[record(numbers, 0), b"more".to_vec()].concat()));
    }
}
