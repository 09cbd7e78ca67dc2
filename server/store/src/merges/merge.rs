use model::{
    id::MergeId,
    merge::{MergeObstacle, MergeRequest},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Error, Transaction,
    resent::is_saved,
    texts::{self, invalid},
};

/// What the caller merged under this id, if anything.
const MERGED: &str = "
    select survivor_id, merged_id, reason
      from patient_merges
     where id = $1 and merged_by = (select current_provider_id())";

const HOLD: &str = "select hold_to_merge($1, $2)";

const MERGE: &str = "select merge_patients($1, $2, $3, $4, $5, $6)";

/// Whether a merge is undone: one that stands, or that the caller has undone, so that undoing it twice is undoing it.
const IS_UNDONE: &str = "
    select undone_at is not null
      from patient_merges
     where id = $1 and (undone_at is null or undone_by = (select current_provider_id()))
       and may_pass_on(survivor_id)";

const UNDO: &str = "select unmerge_patients($1)";

#[derive(FromRow)]
struct Merged {
    survivor_id: Uuid,
    merged_id: Uuid,
    reason: String,
}

impl Transaction {
    /// Merges a record into another one of the same person. The same merge sent again under the same id by the same
    /// provider changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless the caller treats both without an end, and for an id that is taken otherwise;
    /// [`Error::Changed`] when either has another version by now; [`Error::SavedOtherwise`] for an id under which the
    /// caller merged something else; [`Error::Invalid`] with the field `reason`, or `merged` for a [`MergeObstacle`];
    /// [`Error::ConfirmationRequired`].
    pub async fn merge_records(&mut self, request: &MergeRequest) -> Result<(), Error> {
        let reason = texts::reason(&request.reason)?;
        if self.is_merged(request, &reason).await? {
            return Ok(());
        }
        let MergeRequest { id, survivor, survivor_version, merged, merged_version, .. } = *request;
        let hold = sqlx::query_scalar(HOLD).bind(survivor.0).bind(merged.0);
        let are_held: bool = hold.fetch_one(self.connection()).await?;
        // The same one sent twice at once has waited here.
        if self.is_merged(request, &reason).await? {
            return Ok(());
        }
        if !are_held {
            return Err(Error::NotFound);
        }
        let outcome: String = sqlx::query_scalar(MERGE)
            .bind(id.0)
            .bind(survivor.0)
            .bind(merged.0)
            .bind(survivor_version)
            .bind(merged_version)
            .bind(reason)
            .fetch_one(self.connection())
            .await?;
        match outcome.as_str() {
            "merged" => Ok(()),
            "changed" => Err(Error::Changed),
            obstacle => Err(MergeObstacle::parse(obstacle)
                .map_or(Error::NotFound, |obstacle| invalid("merged", obstacle.message()))),
        }
    }

    async fn is_merged(&mut self, request: &MergeRequest, reason: &str) -> Result<bool, Error> {
        let find = sqlx::query_as(MERGED).bind(request.id.0);
        let merged: Option<Merged> = find.fetch_optional(self.connection()).await?;
        is_saved(merged.as_ref(), |merged| {
            (merged.survivor_id, merged.merged_id) == (request.survivor.0, request.merged.0) && merged.reason == reason
        })
    }

    /// Takes a merge apart: what it moved goes back, what was added since stays with the survivor. Undoing it again
    /// changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such merge, when somebody else has undone it, and for whoever doesn't treat
    /// the survivor without an end; [`Error::ConfirmationRequired`].
    pub async fn undo_merge(&mut self, merge: MergeId) -> Result<(), Error> {
        let find = sqlx::query_scalar(IS_UNDONE).bind(merge.0);
        let is_undone: Option<bool> = find.fetch_optional(self.connection()).await?;
        if is_undone.ok_or(Error::NotFound)? {
            return Ok(());
        }
        let is_undone: bool = sqlx::query_scalar(UNDO).bind(merge.0).fetch_one(self.connection()).await?;
        if is_undone { Ok(()) } else { Err(Error::NotFound) }
    }
}
