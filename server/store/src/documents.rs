//! Documents: the rows; their bytes are in the bucket, which the store never talks to.

mod file;
mod list;
mod marks;

pub use file::{DocumentFile, Filing, NewDocument};
