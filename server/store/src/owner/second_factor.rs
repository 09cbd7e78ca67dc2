use uuid::Uuid;

use super::{Owner, audit};
use crate::{Error, texts::invalid};

const ACCOUNT: &str = "select id from users where email = $1 for update";

const FACTORS: [&str; 3] = [
    "delete from second_factors where user_id = $1",
    "delete from passkeys where user_id = $1",
    "delete from passkey_ceremonies where user_id = $1",
];

/// A sign-in whose password was right mustn't go on without its second step.
const END: [&str; 2] = [
    "update sign_in_challenges set closed_at = now() - interval '1 second' where user_id = $1 and closed_at is null",
    "update sessions set ended_at = now() where user_id = $1 and ended_at is null",
];

const NOTE: &str = "insert into factor_removals (id, user_id) values ($1, $2)";

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
        let mut removed = 0;
        for statement in FACTORS {
            removed += sqlx::query(statement).bind(account).execute(&mut *tx).await?.rows_affected();
        }
        if removed == 0 {
            return Err(invalid("email", "This account has no second factor."));
        }
        for statement in END {
            sqlx::query(statement).bind(account).execute(&mut *tx).await?;
        }
        sqlx::query(NOTE).bind(Uuid::now_v7()).bind(account).execute(&mut *tx).await?;
        audit(&mut tx, "factor.remove_lost", None, account).await?;
        Ok(tx.commit().await?)
    }
}
