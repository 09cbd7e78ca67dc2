//! The isolation matrix: who may do what with which row, found out with real SQL as the server's roles. The test
//! `isolation` keeps what is promised in `tests/isolation.txt`, and `server isolation-report` asks a running database the
//! same questions, of a clinic that is made up and taken back in one transaction.

mod answers;
mod asking;
mod catalogue;
mod comparison;
mod inspection;
pub mod probes;
mod report;
pub mod scene;
pub mod tables;

pub use self::{
    asking::{Asking, Outcomes},
    catalogue::keys,
    comparison::{Answer, Comparison, Difference, Section, Topic},
    inspection::{Inspection, Inspector},
    report::{grouped, listed},
};
