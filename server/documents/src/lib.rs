//! The private bucket, and what is checked before a file enters it.
//!
//! [`Bucket`] speaks the S3 protocol to whichever server the settings name; [`EmbeddedS3`] is one of our own.
//! [`check_file`] decides in a child process with limits what a file is and whether it is accepted; [`inspect`] is the
//! check itself.

mod bucket;
mod check;
mod embedded;
mod inspect;
mod settings;

pub use self::{
    bucket::{Bucket, BucketError},
    check::{Checked, FileChecker, Verdict, check_file, set_check_program},
    embedded::{EmbeddedS3, EmbeddedS3Error},
    inspect::{inspect, inspect_bytes},
    settings::BucketSettings,
};
