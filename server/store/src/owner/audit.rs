//! What the owner's role reads of the audit, to verify and to export it.

use audit::{Batch, Epoch, Event, ExportedEvent, Fault, Line, PublicKey, Report, Root, SealedEvent, Verifier};
use sqlx::{FromRow, Postgres, Transaction};
use uuid::Uuid;

use super::Owner;
use crate::{Error, seals::to_hash};

/// A snapshot: what comes meanwhile is neither missing nor too much.
const SNAPSHOT: &str = "begin transaction isolation level repeatable read read only";

const NUMBERS: &str = "
    select number, false as is_epoch from audit_batches
     union all
    select number, true from audit_epochs
     order by number, is_epoch";

const BATCH: &str = "
    select number, audit_time(sealed_at) as sealed_at, previous_root, event_ids, event_hashes, root, public_key, signature
      from audit_batches where number = $1";

const EPOCH: &str = "
    select number, audit_time(begun_at) as begun_at,
           previous_number, previous_root, kept_number, kept_root, reason, root, public_key, signature
      from audit_epochs where number = $1";

macro_rules! events {
    ($which:literal) => {
        concat!(
            "select access_right, action, actor_role, actor_user_id, host(address) as address,
                    audit_time(at) as at, id, audit_time(occurred_at) as occurred_at, patient_id, session_id,
                    subject_id, times, format
               from audit_events ",
            $which
        )
    };
}

const OF_BATCH: &str = events!("where id = any ($1)");

const WAITING: &str = events!("where id in (select event_id from audit_unsealed) order by at, id");

const REMOVED: &str = "
    select u.event_id from audit_unsealed u
     where not exists (select from audit_events e where e.id = u.event_id)
     order by u.event_id";

const ADDED: &str = "
    select e.id
      from audit_events e
      left join (select unnest(event_ids) as id from audit_batches
                 union all
                 select event_id from audit_unsealed) known on known.id = e.id
     where known.id is null
     order by e.at, e.id";

#[derive(FromRow)]
struct BatchRow {
    number: i64,
    sealed_at: String,
    previous_root: Vec<u8>,
    event_ids: Vec<Uuid>,
    event_hashes: Vec<Vec<u8>>,
    root: Vec<u8>,
    public_key: Vec<u8>,
    signature: Vec<u8>,
}

#[derive(FromRow)]
struct EventRow {
    access_right: String,
    action: String,
    actor_role: String,
    actor_user_id: Option<Uuid>,
    address: Option<String>,
    at: String,
    id: Uuid,
    occurred_at: Option<String>,
    patient_id: Option<Uuid>,
    session_id: Option<Uuid>,
    subject_id: Option<Uuid>,
    times: i32,
    format: i16,
}

#[derive(FromRow)]
struct EpochRow {
    number: i64,
    begun_at: String,
    previous_number: i64,
    previous_root: Vec<u8>,
    kept_number: i64,
    kept_root: Vec<u8>,
    reason: String,
    root: Vec<u8>,
    public_key: Vec<u8>,
    signature: Vec<u8>,
}

/// What stands under a number of the chain.
enum Link {
    Batch(Batch),
    Epoch(Epoch),
    /// Somebody has put there what is neither.
    Rubbish(i64),
}

impl Owner {
    /// Checks the whole audit: every batch against the one before, its signature, and every event against its batch;
    /// then that no event stands beside the batches, and none is gone that waited for its seal.
    ///
    /// # Errors
    /// [`Error::Unavailable`]. What is wrong with the audit is no error: it is in the report.
    pub async fn verify_audit(&self, trusted: Vec<PublicKey>, kept: Vec<Root>) -> Result<Report, Error> {
        let mut tx = self.snapshot().await?;
        let mut verifier = Verifier::new(trusted, kept);
        for (number, is_epoch) in numbers(&mut tx).await? {
            match link(&mut tx, number, is_epoch).await? {
                Link::Batch(batch) => {
                    verifier.batch(&batch);
                    verifier.events(&batch, events_of(&mut tx, &batch).await?);
                }
                Link::Epoch(epoch) => verifier.epoch(&epoch),
                Link::Rubbish(number) => verifier.add(Fault::UnreadableBatch { number }),
            }
        }
        for id in sqlx::query_scalar(REMOVED).fetch_all(&mut *tx).await? {
            verifier.add(Fault::EventRemovedUnsealed { id });
        }
        for id in sqlx::query_scalar(ADDED).fetch_all(&mut *tx).await? {
            verifier.add(Fault::EventAdded { id });
        }
        Ok(verifier.finish())
    }

    /// Gives every batch, epoch and event to `write`, line by line, in the order of [`Line`].
    ///
    /// # Errors
    /// [`Error::Unavailable`], and what `write` answers, as the inner result.
    pub async fn export_audit<E>(&self, mut write: impl FnMut(Line) -> Result<(), E>) -> Result<Result<(), E>, Error> {
        let mut tx = self.snapshot().await?;
        for (number, is_epoch) in numbers(&mut tx).await? {
            let written = match link(&mut tx, number, is_epoch).await? {
                Link::Batch(batch) => {
                    let mut events = events_of(&mut tx, &batch).await?;
                    events.sort_by_cached_key(|event| batch.events.iter().position(|sealed| sealed.id == event.id));
                    let events = events.into_iter();
                    let events = events.map(|event| Line::Event(ExportedEvent { batch: Some(number), event }));
                    std::iter::once(Line::Batch(batch)).chain(events).try_for_each(&mut write)
                }
                Link::Epoch(epoch) => write(Line::Epoch(epoch)),
                // Whoever reads the export misses it.
                Link::Rubbish(_) => Ok(()),
            };
            if written.is_err() {
                return Ok(written);
            }
        }
        let waiting: Vec<EventRow> = sqlx::query_as(WAITING).fetch_all(&mut *tx).await?;
        let mut waiting = waiting.into_iter().map(|row| Line::Event(ExportedEvent { batch: None, event: row.into() }));
        Ok(waiting.try_for_each(write))
    }

    async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, Error> {
        Ok(self.pool.begin_with(SNAPSHOT).await?)
    }
}

async fn numbers(tx: &mut Transaction<'static, Postgres>) -> Result<Vec<(i64, bool)>, Error> {
    Ok(sqlx::query_as(NUMBERS).fetch_all(&mut **tx).await?)
}

async fn link(tx: &mut Transaction<'static, Postgres>, number: i64, is_epoch: bool) -> Result<Link, Error> {
    let found = if is_epoch {
        let row: Result<EpochRow, _> = sqlx::query_as(EPOCH).bind(number).fetch_one(&mut **tx).await;
        row.map(|row| Epoch::try_from(row).map(Link::Epoch))
    } else {
        let row: Result<BatchRow, _> = sqlx::query_as(BATCH).bind(number).fetch_one(&mut **tx).await;
        row.map(|row| Batch::try_from(row).map(Link::Batch))
    };
    match found {
        Ok(link) => Ok(link.unwrap_or(Link::Rubbish(number))),
        Err(sqlx::Error::ColumnDecode { .. }) => Ok(Link::Rubbish(number)),
        Err(error) => Err(error.into()),
    }
}

async fn events_of(tx: &mut Transaction<'static, Postgres>, batch: &Batch) -> Result<Vec<Event>, Error> {
    let ids: Vec<Uuid> = batch.events.iter().map(|event| event.id).collect();
    let rows: Vec<EventRow> = sqlx::query_as(OF_BATCH).bind(ids).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().map(Event::from).collect())
}

impl TryFrom<BatchRow> for Batch {
    type Error = Error;

    fn try_from(row: BatchRow) -> Result<Self, Error> {
        let events = row.event_ids.into_iter().zip(row.event_hashes);
        let events = events.map(|(id, hash)| Ok(SealedEvent { hash: to_hash(&hash)?, id }));
        Ok(Self {
            events: events.collect::<Result<_, Error>>()?,
            number: row.number,
            previous_root: to_hash(&row.previous_root)?,
            sealed_at: row.sealed_at,
            root: to_hash(&row.root)?,
            public_key: PublicKey(to_hash(&row.public_key)?.0),
            signature: row.signature,
        })
    }
}

impl TryFrom<EpochRow> for Epoch {
    type Error = Error;

    fn try_from(row: EpochRow) -> Result<Self, Error> {
        Ok(Self {
            begun_at: row.begun_at,
            kept_number: row.kept_number,
            kept_root: to_hash(&row.kept_root)?,
            number: row.number,
            previous_number: row.previous_number,
            previous_root: to_hash(&row.previous_root)?,
            reason: row.reason,
            root: to_hash(&row.root)?,
            public_key: PublicKey(to_hash(&row.public_key)?.0),
            signature: row.signature,
        })
    }
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        let is_first_format = row.format == 1;
        Self {
            access_right: row.access_right,
            action: row.action,
            actor_role: row.actor_role,
            actor_user_id: row.actor_user_id,
            address: row.address,
            at: row.at,
            id: row.id,
            occurred_at: (!is_first_format).then_some(row.occurred_at),
            patient_id: row.patient_id,
            session_id: row.session_id,
            subject_id: row.subject_id,
            times: (!is_first_format).then_some(row.times),
        }
    }
}
