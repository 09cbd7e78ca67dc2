use std::fmt;

use model::{access::Action, account::AccountKind, id::UserId};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use super::attempts::Attempt;
use crate::{Error, Origin, Store};

const CREDENTIALS: &str = "select user_id, to_json(kind) as kind, password_hash from find_credentials($1)";

/// Longer texts are no email address, and nobody's.
const LONGEST: usize = 254;

/// An attempt to sign in that has been counted.
#[derive(Debug)]
pub struct SignInAttempt {
    pub(crate) id: Uuid,
    /// Whose password is to be compared; `None` when the email address is nobody's.
    pub account: Option<Account>,
}

/// An account, and its password's hash. `Debug` leaves the hash out.
pub struct Account {
    pub user: UserId,
    pub kind: AccountKind,
    pub password_hash: String,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("user", &self.user).field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct Row {
    user_id: Uuid,
    kind: Json<AccountKind>,
    password_hash: String,
}

impl Store {
    /// Counts an attempt to sign in and looks the account up, the same way for an address that is nobody's. Whoever
    /// calls it compares the password, and then begins a session or refuses the attempt.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when there were too many for this email address or from this place.
    pub async fn begin_sign_in(&self, email: &str, origin: &Origin) -> Result<SignInAttempt, Error> {
        let email = normalized(email);
        let id = self.begin_attempt(Attempt::SignIn, &email, origin).await?;
        let row: Option<Row> = sqlx::query_as(CREDENTIALS).bind(email).fetch_optional(self.pool()).await?;
        let account =
            row.map(|row| Account { user: UserId(row.user_id), kind: row.kind.0, password_hash: row.password_hash });
        Ok(SignInAttempt { id, account })
    }

    /// Records that the password was wrong, or the email address nobody's.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn refuse_sign_in(&self, attempt: &SignInAttempt, origin: &Origin) -> Result<(), Error> {
        let mut tx = self.begin_anonymous(origin).await?;
        tx.audit(Action::SessionRefuse, None, attempt.account.as_ref().map(|account| account.user.0)).await?;
        tx.commit().await
    }
}

/// As accounts keep it; empty, which is nobody's, for what can't be an address.
fn normalized(email: &str) -> String {
    let email = email.trim();
    if email.len() > LONGEST || email.chars().any(char::is_control) { String::new() } else { email.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn an_address_is_looked_up_as_accounts_keep_it() {
        assert_eq!(normalized(" Maya@Example.ORG "), "maya@example.org");
        assert_eq!(normalized("maya\0@example.org"), "");
        assert_eq!(normalized(&"a".repeat(10_000)), "");
    }
}
