//! What makes the audit provable: batches of events, each chained to the one before by its root and signed.
//!
//! No database and no network in here, so that whoever got an export can check it with `audit-verify` alone. The format
//! is described in `docs/audit-format.md`.

mod batch;
mod event;
mod hash;
mod key;
mod line;
mod verify;

pub use self::{
    batch::{Batch, Root, SealedEvent},
    event::Event,
    hash::Hash,
    key::{KeyError, PublicKey, SigningKey},
    line::{ExportedEvent, Line, verify_lines},
    verify::{Fault, Report, Verifier},
};
