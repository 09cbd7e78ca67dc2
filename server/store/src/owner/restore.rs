use model::access::Action;
use uuid::Uuid;

use super::{Owner, audit};
use crate::Error;

const END: &str = "select kind, ended from end_what_a_copy_brings_back()";

impl Owner {
    /// Ends what a database that was restored from a copy brings back although it was ended since: sessions, links, covers, and
    /// the like. Answers how many of each kind.
    ///
    /// # Arguments
    /// `for_good`: otherwise everything is taken back, and the answer says what would end.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn end_what_a_copy_brings_back(&self, for_good: bool) -> Result<Vec<(String, i64)>, Error> {
        let mut tx = self.pool.begin().await?;
        let ended = sqlx::query_as(END).fetch_all(&mut *tx).await?;
        audit(&mut tx, Action::RestoreEndAccesses, None, Uuid::now_v7()).await?;
        if for_good {
            tx.commit().await?;
        }
        Ok(ended)
    }
}
