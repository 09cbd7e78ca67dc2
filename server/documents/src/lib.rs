//! The private bucket, and what is checked before a file enters it.
