//! Server functions, one file per noun: session in, store call, model out.
//!
//! None of them decides who may see what: the store opens a transaction under the caller's identity, and the
//! database refuses. A row that isn't the caller's answers [`ApiError::NotFound`], as one that doesn't exist.

pub mod access;
pub mod accounts;
pub mod administration;
pub mod break_glass;
pub mod caregivers;
pub mod charts;
pub mod documents;
pub mod error;
pub mod merges;
pub mod own_account;
pub mod passkeys;
pub mod patients;
pub mod prescriptions;
pub mod relationships;
pub mod session;
pub mod visits;
pub mod worklists;

pub use error::ApiError;
