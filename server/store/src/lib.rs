//! The only SQL. [`Store::begin_as`] opens the transaction that carries the caller's identity, and every query is a
//! method on what it returns; who may see what is decided by the policies in the database.

mod access;
mod accounts;
mod administration;
mod allergy_check;
mod break_glass;
mod charts;
mod clinic;
mod cursor;
mod dashboard;
mod documents;
mod error;
mod identity;
mod import;
mod invitations;
mod migrations;
mod owner;
mod patient_list;
mod patients;
mod prescriptions;
mod resent;
mod rows;
mod seals;
mod sessions;
mod sharing;
mod startup;
mod store;
mod texts;
mod transaction;
mod visits;
mod week;
mod worklists;

pub use accounts::{Account, SignInAttempt};
pub use clinic::ClinicSettings;
pub use cursor::PAGE_SIZE;
pub use documents::{DocumentFile, Filing, NewDocument};
pub use error::{DatabaseError, Error};
pub use identity::{Caller, Origin, SignedIn};
pub use import::{DocumentSink, ImportError, ImportOutcome, Importer, PutError, RefusedRecord, Tally};
pub use migrations::{ROLES, schema_digest};
pub use owner::{DemonstrationPeople, Owner};
pub use sessions::NewSession;
pub use store::Store;
pub use transaction::Transaction;
