//! What makes the audit provable: batches of events, each chained to the one before by its root and signed.
//!
//! No database and no network in here, so that whoever got an export can check it with `audit-verify` alone. The format
//! is described in `docs/audit-format.md`.

mod batch;
mod epoch;
mod event;
mod fault;
mod hash;
mod key;
mod line;
mod report;
mod verify;

pub use self::{
    batch::{Batch, Root, SealedEvent},
    epoch::Epoch,
    event::Event,
    fault::Fault,
    hash::Hash,
    key::{KeyError, PublicKey, SigningKey},
    line::{ExportedEvent, Line, verify_lines},
    report::Report,
    verify::{MOST_EVENTS, Verifier},
};
