//! A reader that gives up on what no bundle needs: too many bytes, too many values, too deep nesting.

use std::io::{self, Read};

/// The largest bundle, uncompressed, in bytes. Synthea's of a whole life have up to 3 MB here, and some tens where it
/// writes claims; this leaves room for five documents of the largest size, too. Reading takes about three times as
/// much memory: the text, its resources and the documents' bytes.
pub const MOST_BYTES: u64 = 100_000_000;

/// How many objects, lists and separators a bundle may have. `[{},{},…` takes two of them and three bytes for what
/// becomes up to 300 bytes in memory, so that bytes alone don't bound it. Synthea's largest here has 90,000.
pub const MOST_VALUES: u64 = 2_000_000;

/// How many arrays and objects may stand in each other. Resources in use stay below 30.
pub const MOST_NESTING: usize = 100;

/// What the reader gave up on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Excess {
    Bytes,
    Nesting,
    Values,
}

/// Counts what passes. JSON parsers limit the nesting of what they build, but not of what they skip.
pub(crate) struct Limited<R> {
    inner: R,
    most: u64,
    /// How many bytes have passed.
    pub passed: u64,
    /// Where the last byte stands, from 1.
    pub line: u64,
    pub column: u64,
    pub excess: Option<Excess>,
    depth: usize,
    values: u64,
    is_in_string: bool,
    is_escaped: bool,
}

impl<R: Read> Limited<R> {
    pub fn new(inner: R, most_bytes: u64) -> Self {
        Self {
            inner,
            most: most_bytes,
            passed: 0,
            line: 1,
            column: 0,
            excess: None,
            depth: 0,
            values: 0,
            is_in_string: false,
            is_escaped: false,
        }
    }

    /// What a byte is too much for.
    fn pass(&mut self, byte: u8) -> Option<Excess> {
        self.column += 1;
        if byte == b'\n' {
            self.line += 1;
            self.column = 0;
        }
        if self.is_in_string {
            let is_escaped = std::mem::take(&mut self.is_escaped);
            match byte {
                b'\\' => self.is_escaped = !is_escaped,
                b'"' => self.is_in_string = is_escaped,
                _ => {}
            }
            return None;
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'{' | b'[' => {
                self.depth += 1;
                self.values += 1;
            }
            b',' => self.values += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > MOST_NESTING {
            Some(Excess::Nesting)
        } else {
            (self.values > MOST_VALUES).then_some(Excess::Values)
        }
    }

    fn give_up(&mut self, excess: Excess) -> io::Error {
        self.excess = Some(excess);
        io::Error::other("over the limit")
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Parsers go on a little after an error; the place of the first one counts.
        if let Some(excess) = self.excess {
            return Err(self.give_up(excess));
        }
        let count = self.inner.read(buffer)?;
        self.passed += count as u64;
        if self.passed > self.most {
            return Err(self.give_up(Excess::Bytes));
        }
        for byte in &buffer[..count] {
            if let Some(excess) = self.pass(*byte) {
                return Err(self.give_up(excess));
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excess(text: &str, most_bytes: u64) -> Option<(Excess, u64, u64)> {
        let mut reader = Limited::new(text.as_bytes(), most_bytes);
        let result = io::copy(&mut reader, &mut io::sink());
        assert_eq!(result.is_err(), reader.excess.is_some());
        reader.excess.map(|excess| (excess, reader.line, reader.column))
    }

    #[test]
    fn nesting_is_counted_outside_of_strings() {
        let deep = "[".repeat(MOST_NESTING);
        assert_eq!(excess(&deep, 1_000), None);
        assert_eq!(excess(&format!("\n  {deep}{{"), 1_000), Some((Excess::Nesting, 2, 103)));
        assert_eq!(excess(&format!("\"\\\"{deep}\\\\\", {deep}"), 1_000), None);
        assert_eq!(excess(&"[]".repeat(500), 1_000), None);
    }

    #[test]
    fn values_are_counted_outside_of_strings() {
        let most = usize::try_from(MOST_VALUES).unwrap();
        let commas = ",".repeat(most);
        assert_eq!(excess(&format!("{commas} \",,,\" }}"), u64::MAX), None);
        let place = MOST_VALUES + 1;
        assert_eq!(excess(&format!("{commas}["), u64::MAX), Some((Excess::Values, 1, place)));
    }

    #[test]
    fn the_last_byte_allowed_passes() {
        assert_eq!(excess("12345", 5), None);
        assert_eq!(excess("12345", 4).map(|(excess, ..)| excess), Some(Excess::Bytes));
    }
}
