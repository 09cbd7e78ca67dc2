//! Two records of one person become one, and two again.

mod candidates;
mod compare;
mod included;
mod merge;

pub(crate) use included::{Included, included_records};
