use model::access::Action;
use uuid::Uuid;

use super::{Owner, audit};
use crate::{Error, texts::invalid};

const ACCOUNT: &str = "select id from users where email = $1 and retired_at is null for update";

/// Null for whoever did it: the command line.
const REMOVE: &str = "select remove_factors($1, $2, null)";

impl Owner {
    /// Removes whatever an account signs in with beside its password, and ends its sessions: for an administrator who
    /// has lost it, whom nobody else can help. The person is told at the next sign-in.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field `email` for an address without an account, or without a second factor.
    pub async fn remove_second_factor(&self, email: &str) -> Result<(), Error> {
        let mut tx = self.pool.begin().await?;
        let account = sqlx::query_scalar(ACCOUNT).bind(email.trim().to_lowercase());
        let account: Option<Uuid> = account.fetch_optional(&mut *tx).await?;
        let account = account.ok_or_else(|| invalid("email", "This email address has no account."))?;
        let is_removed: bool =
            sqlx::query_scalar(REMOVE).bind(Uuid::now_v7()).bind(account).fetch_one(&mut *tx).await?;
        if !is_removed {
            return Err(invalid("email", "This account has no second factor."));
        }
        audit(&mut tx, Action::FactorRemoveLost, None, account).await?;
        Ok(tx.commit().await?)
    }
}
