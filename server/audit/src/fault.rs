use uuid::Uuid;

/// Something that is wrong, in words for the administrator. Of an event it names the id, never what it says.
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
    #[error("event {id} was sealed twice: again in batch {batch}")]
    EventSealedTwice { batch: i64, id: Uuid },
    #[error("event {id} of batch {batch} is of a time that doesn't fit the time of the seal")]
    EventTimeUnfit { batch: i64, id: Uuid },
    #[error("event {id} was removed before it was sealed")]
    EventRemovedUnsealed { id: Uuid },
    #[error("batch {expected} is missing: batch {found} follows the one before it")]
    BatchMissing { expected: i64, found: i64 },
    #[error("batch {number} stands where a later one belongs")]
    BatchOutOfPlace { number: i64 },
    #[error("batch {number} doesn't continue batch {}: one of the two was replaced", .number - 1)]
    BatchUnchained { number: i64 },
    #[error("batch {number} was altered: its root isn't that of what it lists")]
    BatchAltered { number: i64 },
    #[error("batch {number} isn't signed by a key that you trust")]
    BatchUnsigned { number: i64 },
    #[error("batch {number} is none: it is empty, too large, or out of the order of its events' times")]
    BatchMalformed { number: i64 },
    #[error("batch {number} was sealed before the one that it continues, by what it says")]
    SealTimeUnfit { number: i64 },
    #[error("the epoch with number {number} was altered, or it doesn't continue what is before it")]
    EpochAltered { number: i64 },
    #[error("the epoch with number {number} isn't signed by a key that you trust")]
    EpochUnsigned { number: i64 },
    #[error("the end was cut off: batch {expected} was sealed once, and the last one here is {found}")]
    TailMissing { expected: i64, found: i64 },
    #[error("batch {number} has another root than the one that was kept outside of the database")]
    RootDiffers { number: i64 },
    #[error("line {line} can't be read")]
    UnreadableLine { line: usize },
    #[error("batch {number} can't be read")]
    UnreadableBatch { number: i64 },
}
