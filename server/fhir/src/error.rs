use std::io;

use crate::limits::{MOST_BYTES, MOST_NESTING, MOST_VALUES};

/// Why a file, or a file of an archive, isn't a bundle that can be read. `name` says which one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{name}: can't be read: {source}")]
    Unreadable { name: String, source: io::Error },
    #[error("{name}: the archive is damaged: {source}")]
    Archive { name: String, source: zip::result::ZipError },
    #[error("{name}: damaged or cut off after line {line}, column {column}: {source}")]
    Damaged { name: String, line: u64, column: u64, source: io::Error },
    #[error("{name}: larger than {} MB, uncompressed", MOST_BYTES / 1_000_000)]
    TooLarge { name: String },
    #[error("{name}: nested more than {MOST_NESTING} deep at line {line}, column {column}")]
    TooDeep { name: String, line: u64, column: u64 },
    #[error("{name}: more than {} million values at line {line}, column {column}", MOST_VALUES / 1_000_000)]
    TooMany { name: String, line: u64, column: u64 },
    /// The message ends with the line and the column.
    #[error("{name}: not JSON: {source}")]
    NotJson { name: String, source: serde_json::Error },
    /// JSON, but its parts are of the wrong type.
    #[error("{name}: not a FHIR bundle: {source}")]
    Malformed { name: String, source: serde_json::Error },
    #[error("{name}: not a FHIR bundle, but {found}")]
    NotABundle { name: String, found: String },
}
