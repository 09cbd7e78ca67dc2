//! The only SQL. [`Store::begin_as`] opens the transaction of whoever's session it is, and every query is a method on what it
//! returns; who may see what is decided by the policies in the database. [`Gate`] is what finds out who somebody is, and
//! [`Worker`] what happens by itself: each signs in to the database as a role of its own.

mod access;
mod accounts;
mod administration;
mod allergy_check;
mod break_glass;
mod caregivers;
mod charts;
mod clinic;
mod cursor;
mod dashboard;
mod documents;
mod error;
mod factor_removals;
mod gate;
mod identity;
mod import;
mod invitations;
pub mod isolation;
mod merges;
mod own_account;
mod owner;
mod passkeys;
mod password_resets;
mod patient_list;
mod patients;
mod pool;
mod prescriptions;
mod refusals;
mod relationships;
mod resent;
mod role;
mod rows;
mod seals;
mod second_factors;
mod sessions;
mod sharing;
mod startup;
mod store;
mod texts;
mod transaction;
mod visits;
mod week;
mod worker;
mod worklists;

pub use accounts::SignInAttempt;
pub use caregivers::NewCaregiver;
pub use clinic::ClinicSettings;
pub use cursor::PAGE_SIZE;
pub use documents::{DocumentFile, Filing, NewDocument};
pub use error::{DatabaseError, Error};
pub use gate::Gate;
pub use identity::{Caller, Origin, SessionSecret, SignedIn};
pub use import::{DocumentSink, ImportError, ImportOutcome, Importer, PutError, RefusedRecord, Tally};
pub use own_account::OwnProofs;
pub use owner::{DemonstrationPeople, Owner};
pub use passkeys::{Ceremony, CeremonyPurpose, FoundPasskey, KeptPasskey, UsedPasskey};
pub use refusals::Asked;
pub use second_factors::{Challenged, OwnSecondFactor, Proof};
pub use sessions::{NewSession, OpenSession, SignInStep};
pub use store::Store;
pub use transaction::Transaction;
pub use worker::Worker;

use role::Role;
