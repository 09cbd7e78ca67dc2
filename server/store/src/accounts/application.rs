use model::account::ProviderApplication;
use uuid::Uuid;

use super::attempts::Attempt;
use crate::{Error, Origin, Store};

const APPLY: &str = "select apply_as_provider($1, $2, $3, $4, $5, $6, $7)";

impl Store {
    /// Counts an application; to be called before its password is hashed, which is work.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when there were too many for this email address or from this place.
    pub async fn begin_application(&self, email: &str, origin: &Origin) -> Result<(), Error> {
        self.begin_attempt(Attempt::Application, email, origin).await.map(drop)
    }

    /// Makes an unverified provider's account. With an email address that has an account nothing is written but the
    /// event, and the answer is the same.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn apply_as_provider(
        &self,
        application: &ProviderApplication,
        password_hash: &str,
        origin: &Origin,
    ) -> Result<(), Error> {
        let mut tx = self.begin_anonymous(origin).await?;
        sqlx::query(APPLY)
            .bind(Uuid::now_v7())
            .bind(Uuid::now_v7())
            .bind(&application.email)
            .bind(password_hash)
            .bind(&application.display_name)
            .bind(&application.license_number)
            .bind(&application.specialty)
            .execute(tx.connection())
            .await?;
        tx.commit().await
    }
}
