use model::account::ProviderApplication;
use uuid::Uuid;

use super::attempts::Attempt;
use crate::{Error, Gate, Origin, pool::commit};

const APPLY: &str = "select apply_as_provider($1, $2, $3, $4, $5, $6, $7, $8)";

impl Gate {
    /// Counts an application; to be called before its password is hashed, which is work.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when there were too many for this email address or from this place.
    pub async fn begin_application(&self, email: &str, origin: &Origin) -> Result<Uuid, Error> {
        self.begin_attempt(Attempt::Application, email, origin).await
    }

    /// Makes an unverified provider's account, by an attempt that was counted. With an email address that has an account
    /// nothing is written but the event, and the answer is the same.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn apply_as_provider(
        &self,
        attempt: Uuid,
        application: &ProviderApplication,
        password_hash: &str,
        origin: &Origin,
    ) -> Result<(), Error> {
        let mut tx = self.begin(origin).await?;
        sqlx::query(APPLY)
            .bind(attempt)
            .bind(Uuid::now_v7())
            .bind(Uuid::now_v7())
            .bind(&application.email)
            .bind(password_hash)
            .bind(&application.display_name)
            .bind(&application.license_number)
            .bind(&application.specialty)
            .execute(&mut *tx)
            .await?;
        commit(tx).await
    }
}
