//! What the owner's role reads of the audit, to verify and to export it.

use audit::{Batch, Event, ExportedEvent, Fault, Line, PublicKey, Report, Root, SealedEvent, Verifier};
use sqlx::{FromRow, Postgres, Transaction};
use uuid::Uuid;

use super::Owner;
use crate::{Error, seals::to_hash};

/// A snapshot: what comes meanwhile is neither missing nor too much.
const SNAPSHOT: &str = "begin transaction isolation level repeatable read read only";

const BATCH: &str = "
    select number, to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as sealed_at,
           previous_root, event_ids, event_hashes, root, public_key, signature
      from audit_batches where number > $1
     order by number
     limit 1";

macro_rules! events {
    ($which:literal) => {
        concat!(
            "select access_right, action, actor_role, actor_user_id, host(address) as address,
                    to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as at, id, patient_id,
                    session_id, subject_id
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
     order by u.event_id
     limit 1";

const ADDED: &str = "
    select e.id
      from audit_events e
      left join (select unnest(event_ids) as id from audit_batches
                 union all
                 select event_id from audit_unsealed) known on known.id = e.id
     where known.id is null
     order by e.at, e.id
     limit 1";

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
    patient_id: Option<Uuid>,
    session_id: Option<Uuid>,
    subject_id: Option<Uuid>,
}

impl Owner {
    /// Checks the whole audit: every batch against the one before, its signature, and every event against its batch;
    /// then that no event stands beside the batches, and none is gone that waited for its seal.
    ///
    /// # Errors
    /// [`Error::Unavailable`]. What is wrong with the audit first is no error: it is the inner result.
    pub async fn verify_audit(&self, trusted: Vec<PublicKey>, kept: Vec<Root>) -> Result<Result<Report, Fault>, Error> {
        let mut tx = self.snapshot().await?;
        let mut verifier = Verifier::new(trusted, kept);
        let mut number = 0;
        while let Some(batch) = next_batch(&mut tx, number).await? {
            number = batch.number;
            if let Err(fault) = verifier.batch(&batch) {
                return Ok(Err(fault));
            }
            if let Err(fault) = verifier.events(&batch, events_of(&mut tx, &batch).await?) {
                return Ok(Err(fault));
            }
        }
        let report = match verifier.finish() {
            Ok(report) => report,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Some(id) = sqlx::query_scalar(REMOVED).fetch_optional(&mut *tx).await? {
            return Ok(Err(Fault::EventRemovedUnsealed { id }));
        }
        if let Some(id) = sqlx::query_scalar(ADDED).fetch_optional(&mut *tx).await? {
            return Ok(Err(Fault::EventAdded { id }));
        }
        Ok(Ok(report))
    }

    /// Gives every batch and every event to `write`, line by line, in the order of [`Line`].
    ///
    /// # Errors
    /// [`Error::Unavailable`], and what `write` answers, as the inner result.
    pub async fn export_audit<E>(&self, mut write: impl FnMut(Line) -> Result<(), E>) -> Result<Result<(), E>, Error> {
        let mut tx = self.snapshot().await?;
        let mut number = 0;
        while let Some(batch) = next_batch(&mut tx, number).await? {
            number = batch.number;
            let mut events = events_of(&mut tx, &batch).await?;
            let place = |event: &Event| batch.events.iter().position(|sealed| sealed.id == event.id);
            events.sort_by_cached_key(place);
            let lines = events.into_iter().map(|event| Line::Event(ExportedEvent { batch: Some(number), event }));
            for line in std::iter::once(Line::Batch(batch.clone())).chain(lines) {
                if let Err(error) = write(line) {
                    return Ok(Err(error));
                }
            }
        }
        let waiting: Vec<EventRow> = sqlx::query_as(WAITING).fetch_all(&mut *tx).await?;
        for row in waiting {
            if let Err(error) = write(Line::Event(ExportedEvent { batch: None, event: row.into() })) {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    async fn snapshot(&self) -> Result<Transaction<'static, Postgres>, Error> {
        Ok(self.pool.begin_with(SNAPSHOT).await?)
    }
}

async fn next_batch(tx: &mut Transaction<'static, Postgres>, after: i64) -> Result<Option<Batch>, Error> {
    let row: Option<BatchRow> = sqlx::query_as(BATCH).bind(after).fetch_optional(&mut **tx).await?;
    row.map(Batch::try_from).transpose()
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

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        let EventRow { access_right, action, actor_role, actor_user_id, address, at, id, patient_id, .. } = row;
        let (session_id, subject_id) = (row.session_id, row.subject_id);
        Self { access_right, action, actor_role, actor_user_id, address, at, id, patient_id, session_id, subject_id }
    }
}
