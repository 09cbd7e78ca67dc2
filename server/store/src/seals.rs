//! Sealing the audit: batches of events, chained and signed. As the worker's role, which sees hashes and ids, and
//! no event.

use audit::{Batch, Hash, MOST_EVENTS, Root, SealedEvent, SigningKey};
use model::access::SealStopCause;
use sqlx::{FromRow, Postgres, types::Uuid};

use crate::{Error, Worker, pool::commit};

/// The root to continue and the time of the seal to come; no row while another seals.
pub(crate) const BEGIN: &str = "select number, root, sealed_at from begin_audit_seal()";

const UNSEALED: &str = "select id, hash from unsealed_audit_events($1)";

const SEAL: &str = "select seal_audit_batch($1, $2::text::timestamptz, $3, $4, $5, $6, $7, $8)";

const NEWEST: &str = "select number, root from newest_audit_root()";

const ROOTS_FROM: &str = "select number, root from audit_roots_from($1)";

const NOTE_STOP: &str = "select note_audit_stop($1)";

#[derive(FromRow)]
pub(crate) struct Previous {
    #[sqlx(flatten)]
    pub root: RootRow,
    /// The time of the seal to come, by the database's clock.
    pub sealed_at: String,
}

#[derive(FromRow)]
pub(crate) struct RootRow {
    number: i64,
    root: Vec<u8>,
}

#[derive(FromRow)]
struct Unsealed {
    id: Uuid,
    hash: Vec<u8>,
}

impl Worker {
    /// Seals the events that wait, in one batch of bounded size. Answers its root; `None` when none waits, or another
    /// server is sealing.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; what was not committed wasn't sealed.
    pub async fn seal_audit(&self, key: &SigningKey) -> Result<Option<Root>, Error> {
        let mut tx = self.pool().begin_as_nobody().await?;
        let previous: Option<Previous> = sqlx::query_as(BEGIN).fetch_optional(&mut *tx).await?;
        let Some(Previous { root: previous, sealed_at }) = previous else { return give_up(tx).await };
        let waiting: Vec<Unsealed> = sqlx::query_as(UNSEALED).bind(MOST_EVENTS as i32).fetch_all(&mut *tx).await?;
        if waiting.is_empty() {
            return give_up(tx).await;
        }
        let events = waiting.into_iter().map(|Unsealed { id, hash }| Ok(SealedEvent { hash: to_hash(&hash)?, id }));
        let events: Vec<SealedEvent> = events.collect::<Result<_, Error>>()?;
        let batch = Batch::seal(previous.root()?, sealed_at, events, key);
        let ids: Vec<Uuid> = batch.events.iter().map(|event| event.id).collect();
        let hashes: Vec<&[u8]> = batch.events.iter().map(|event| event.hash.0.as_slice()).collect();
        sqlx::query(SEAL)
            .bind(batch.number)
            .bind(&batch.sealed_at)
            .bind(batch.previous_root.0.as_slice())
            .bind(ids)
            .bind(hashes)
            .bind(batch.root.0.as_slice())
            .bind(batch.public_key.0.as_slice())
            .bind(&batch.signature)
            .execute(&mut *tx)
            .await?;
        commit(tx).await?;
        Ok(Some(batch.as_root()))
    }

    /// The newest batch's root; number 0 before the first.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn newest_audit_root(&self) -> Result<Root, Error> {
        let row: Option<RootRow> =
            self.pool().ask(|pool| async move { sqlx::query_as(NEWEST).fetch_optional(&pool).await }).await?;
        row.map_or(Ok(Root::default()), |row| row.root())
    }
}

impl Worker {
    /// The roots with numbers from `first` on, at most a thousand, in their order.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn audit_roots_from(&self, first: i64) -> Result<Vec<Root>, Error> {
        let ask = self.pool().ask(|pool| async move { sqlx::query_as(ROOTS_FROM).bind(first).fetch_all(&pool).await });
        let rows: Vec<RootRow> = ask.await?;
        rows.iter().map(RootRow::root).collect()
    }

    /// Notes for the administrator why the seals stand still, or that they go on. Answers whether that is news.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn note_seal_stop(&self, cause: Option<SealStopCause>) -> Result<bool, Error> {
        let mut tx = self.pool().begin_as_nobody().await?;
        let note = sqlx::query_scalar(NOTE_STOP).bind(cause.map(SealStopCause::as_str));
        let is_news = note.fetch_one(&mut *tx).await?;
        commit(tx).await?;
        Ok(is_news)
    }
}

/// At once, as another server may be asking for the turn.
async fn give_up(tx: sqlx::Transaction<'static, Postgres>) -> Result<Option<Root>, Error> {
    tx.rollback().await?;
    Ok(None)
}

impl RootRow {
    pub fn root(&self) -> Result<Root, Error> {
        Ok(Root { number: self.number, hash: to_hash(&self.root)? })
    }
}

/// 32 bytes, which the database checks.
pub(crate) fn to_hash(bytes: &[u8]) -> Result<Hash, Error> {
    bytes.try_into().map(Hash).map_err(|_| Error::Refused("the audit's seals are damaged".into()))
}
