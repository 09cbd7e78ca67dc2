//! What a database says of what was applied to it.

use sqlx::{PgConnection, migrate::Migration};

use crate::{Schema, SchemaError, schema::file_name};

const TABLES: &str = "
    select to_regclass('public._sqlx_migrations') is not null, to_regclass('public.schema_rules') is not null";

const APPLIED: &str = "select version, checksum from public._sqlx_migrations where success";

const RULES: &str = "select number, digest from public.schema_rules";

/// What is in a database, as far as the reader's policies show it.
pub struct Found {
    applied: Vec<(i64, Vec<u8>)>,
    has_table_of_rules: bool,
    /// Their number and digest.
    rules: Option<(i32, String)>,
}

impl Found {
    /// Reads it.
    pub async fn read(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let (has_migrations, has_table_of_rules): (bool, bool) =
            sqlx::query_as(TABLES).fetch_one(&mut *connection).await?;
        let mut found = Self { applied: Vec::new(), has_table_of_rules, rules: None };
        if has_migrations {
            found.applied = sqlx::query_as(APPLIED).fetch_all(&mut *connection).await?;
        }
        if has_table_of_rules {
            found.rules = sqlx::query_as(RULES).fetch_optional(connection).await?;
        }
        Ok(found)
    }

    /// Whether there is nothing to do.
    pub fn is_current(&self, schema: &Schema) -> bool {
        !self.has_other_rules(schema) && self.first_missing(schema).is_none()
    }

    /// The first of the schema's numbered files that wasn't applied.
    pub fn first_missing<'a>(&self, schema: &'a Schema) -> Option<&'a Migration> {
        schema.migrations.iter().find(|migration| self.checksum(migration).is_none())
    }

    /// Whether it has other rules than the schema's.
    pub fn has_other_rules(&self, schema: &Schema) -> bool {
        self.rules.as_ref().is_none_or(|rules| *rules != (schema.number, schema.digest()))
    }

    /// What can neither be migrated nor served from.
    ///
    /// # Errors
    /// [`SchemaError::Refused`] for an earlier numbering, and for a newer program's rules.
    pub fn refuse_foreign(&self, schema: &Schema) -> Result<(), SchemaError> {
        if !self.applied.is_empty() && !self.has_table_of_rules {
            return Err(SchemaError::Refused(
                "this database was made by an earlier numbering of the migrations, which nothing released has: delete \
                 the demonstration's data with `./run --fresh`, or make an empty database"
                    .to_owned(),
            ));
        }
        match self.rules {
            Some((number, _)) if number > schema.number => Err(SchemaError::Refused(format!(
                "the database has rules {number}, newer than this program's {}: use a newer program",
                schema.number
            ))),
            _ => Ok(()),
        }
    }

    /// # Errors
    /// [`SchemaError::Refused`] when a numbered file was changed after it had been applied.
    pub fn refuse_changed(&self, schema: &Schema) -> Result<(), SchemaError> {
        let is_changed =
            |migration: &&Migration| self.checksum(migration).is_some_and(|applied| *applied != *migration.checksum);
        match schema.migrations.iter().find(is_changed) {
            None => Ok(()),
            Some(changed) => Err(SchemaError::Refused(format!(
                "{} was changed after this database had applied it, and a numbered file never changes: use the program \
                 that has the file as it was. Of a demonstration, delete the data with `./run --fresh`",
                file_name(changed)
            ))),
        }
    }

    fn checksum(&self, migration: &Migration) -> Option<&[u8]> {
        let applied = self.applied.iter().find(|(version, _)| *version == migration.version);
        applied.map(|(_, checksum)| checksum.as_slice())
    }
}
