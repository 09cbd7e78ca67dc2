//! Going on with the seals where they don't continue what was kept outside of the database.

use ::audit::{Epoch, Root, SigningKey};
use model::access::Action;
use uuid::Uuid;

use super::{Owner, audit};
use crate::{
    Error,
    seals::{BEGIN, Previous},
    texts,
};

const ADD: &str = "
    insert into audit_epochs (number, begun_at, previous_number, previous_root, kept_number, kept_root, reason, root, public_key,
                              signature)
    values ($1, $2::text::timestamptz, $3, $4, $5, $6, $7, $8, $9, $10)";

const GO_ON: &str = "select note_audit_stop(null)";

impl Owner {
    /// Begins an epoch of the audit's seals, signed, which holds the database's newest root and `kept`, the newest that was
    /// kept outside of it; and says so in the audit. Answers the epoch, whose root is to be kept outside.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field `reason`; [`Error::Refused`] while a server is sealing; [`Error::Unavailable`].
    pub async fn begin_audit_epoch(&self, kept: Root, reason: &str, key: &SigningKey) -> Result<Epoch, Error> {
        let reason = texts::required("reason", "The reason", reason, 500)?;
        let mut tx = self.pool.begin().await?;
        let previous: Option<Previous> = sqlx::query_as(BEGIN).fetch_optional(&mut *tx).await?;
        let Previous { root: previous, sealed_at } =
            previous.ok_or_else(|| Error::Refused("a server is sealing: try again".into()))?;
        let epoch = Epoch::begin(previous.root()?, kept, sealed_at, reason, key);
        sqlx::query(ADD)
            .bind(epoch.number)
            .bind(&epoch.begun_at)
            .bind(epoch.previous_number)
            .bind(epoch.previous_root.0.as_slice())
            .bind(epoch.kept_number)
            .bind(epoch.kept_root.0.as_slice())
            .bind(&epoch.reason)
            .bind(epoch.root.0.as_slice())
            .bind(epoch.public_key.0.as_slice())
            .bind(&epoch.signature)
            .execute(&mut *tx)
            .await?;
        sqlx::query(GO_ON).execute(&mut *tx).await?;
        audit(&mut tx, Action::AuditResume, None, Uuid::now_v7()).await?;
        tx.commit().await?;
        Ok(epoch)
    }
}
