use std::{collections::HashMap, fmt};

use uuid::Uuid;

use crate::{Batch, Event, PublicKey, Root, batch::SealedEvent};

/// What is wrong first, in words for the administrator. Of an event it names the id, never what it says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("event {id} is missing: it was number {} of batch {batch}", .position + 1)]
    EventMissing { batch: i64, position: usize, id: Uuid },
    #[error("event {id} was altered after it had been sealed: it is number {} of batch {batch}", .position + 1)]
    EventAltered { batch: i64, position: usize, id: Uuid },
    #[error("event {id} stands in another order than it was sealed in: number {} of batch {batch}", .position + 1)]
    EventReordered { batch: i64, position: usize, id: Uuid },
    #[error(
        "event {id} is in the database and was never sealed, nor is it waiting for it: it was put there past the seal"
    )]
    EventAdded { id: Uuid },
    #[error("event {id} was removed before it was sealed")]
    EventRemovedUnsealed { id: Uuid },
    #[error("batch {expected} is missing: batch {found} follows the one before it")]
    BatchMissing { expected: i64, found: i64 },
    #[error("batch {number} doesn't continue batch {}: one of the two was replaced", .number - 1)]
    BatchUnchained { number: i64 },
    #[error("batch {number} was altered: its root isn't that of what it lists")]
    BatchAltered { number: i64 },
    #[error("batch {number} isn't signed by a key that you trust")]
    BatchUnsigned { number: i64 },
    #[error("the end was cut off: batch {expected} was sealed once, and the last one here is {found}")]
    TailMissing { expected: i64, found: i64 },
    #[error("batch {number} has another root than the one that was kept outside of the database")]
    RootDiffers { number: i64 },
    #[error("line {line} can't be read")]
    UnreadableLine { line: usize },
}

/// What was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The newest batch.
    pub newest: Root,
    pub events: u64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "All {} events are as they were sealed. The newest root: {}", self.events, self.newest)
    }
}

/// Checks batches in their order.
#[derive(Debug)]
pub struct Verifier {
    trusted: Vec<PublicKey>,
    /// Roots that were kept outside of the database.
    kept: Vec<Root>,
    report: Report,
}

impl Verifier {
    /// `trusted` and `kept` come from outside of the database: whoever could change it could change them there, too.
    pub fn new(trusted: Vec<PublicKey>, kept: Vec<Root>) -> Self {
        Self { trusted, kept, report: Report::default() }
    }

    /// The next batch, by itself and after the one before.
    ///
    /// # Errors
    /// What is wrong with it first.
    pub fn batch(&mut self, batch: &Batch) -> Result<(), Fault> {
        let number = batch.number;
        let before = self.report.newest;
        if number != before.number + 1 {
            return Err(Fault::BatchMissing { expected: before.number + 1, found: number });
        }
        if batch.computed_root() != batch.root {
            return Err(Fault::BatchAltered { number });
        }
        if !self.trusted.contains(&batch.public_key) || !batch.is_signed() {
            return Err(Fault::BatchUnsigned { number });
        }
        if batch.previous_root != before.hash {
            return Err(Fault::BatchUnchained { number });
        }
        if self.kept.iter().any(|root| root.number == number && root.hash != batch.root) {
            return Err(Fault::RootDiffers { number });
        }
        self.report.newest = batch.as_root();
        Ok(())
    }

    /// The batch's events, in any order.
    ///
    /// # Errors
    /// The first, in the order in which they were sealed, that is missing or altered.
    pub fn events(&mut self, batch: &Batch, events: impl IntoIterator<Item = Event>) -> Result<(), Fault> {
        let by_id: HashMap<Uuid, Event> = events.into_iter().map(|event| (event.id, event)).collect();
        for (position, SealedEvent { hash, id }) in batch.events.iter().copied().enumerate() {
            let event = by_id.get(&id).ok_or(Fault::EventMissing { batch: batch.number, position, id })?;
            if event.hash() != hash {
                return Err(Fault::EventAltered { batch: batch.number, position, id });
            }
            self.report.events += 1;
        }
        Ok(())
    }

    /// Once all batches were checked.
    ///
    /// # Errors
    /// [`Fault::TailMissing`] when a root from outside is of a later batch.
    pub fn finish(self) -> Result<Report, Fault> {
        let found = self.report.newest.number;
        match self.kept.iter().map(|root| root.number).max() {
            Some(expected) if expected > found => Err(Fault::TailMissing { expected, found }),
            _ => Ok(self.report),
        }
    }
}
