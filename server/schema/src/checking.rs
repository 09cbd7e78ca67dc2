use sqlx::{PgConnection, postgres::PgConnectOptions};

use crate::{
    Schema, SchemaError,
    connection::{close, connect_as_application},
    found::Found,
    schema::file_name,
};

const OTHER_RULES: &str = "the rules in the database aren't this program's. Run `server migrate`.";

impl Schema {
    /// What a server asks before it serves, as the application's role or as the owner's.
    ///
    /// # Errors
    /// [`SchemaError::Refused`] when a numbered file is missing or the rules are others; [`SchemaError::Unavailable`].
    pub async fn check(&self, connection: &mut PgConnection) -> Result<(), SchemaError> {
        let found = Found::read(connection).await.map_err(|error| match error.as_database_error() {
            // The grants are rules, too.
            Some(refusal) if refusal.code().as_deref() == Some("42501") => SchemaError::Refused(OTHER_RULES.to_owned()),
            _ => SchemaError::of(error),
        })?;
        found.refuse_foreign(self)?;
        if let Some(missing) = found.first_missing(self) {
            return Err(SchemaError::Refused(format!(
                "the database isn't migrated: {} is missing. Run `server migrate`.",
                file_name(missing)
            )));
        }
        if found.has_other_rules(self) {
            return Err(SchemaError::Refused(OTHER_RULES.to_owned()));
        }
        Ok(())
    }

    /// The same on a connection of its own, as the application's role.
    ///
    /// # Arguments
    /// `options`: of the application's role, or of one that may become it.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub async fn check_at(&self, options: PgConnectOptions) -> Result<(), SchemaError> {
        let mut connection = connect_as_application(options).await?;
        let checked = self.check(&mut connection).await;
        close(connection).await;
        checked
    }
}
