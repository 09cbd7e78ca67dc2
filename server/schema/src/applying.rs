use sqlx::{
    AssertSqlSafe, Connection, PgConnection,
    migrate::{MigrateError, Migration, Migrator},
    postgres::PgConnectOptions,
};

use crate::{
    Schema, SchemaError,
    connection::{close, connect, wait_for_turn},
    found::Found,
    schema::file_name,
};

/// The owner reads what was applied past the policies, of which somebody may have dropped some.
const READ_ALL: &str = "
    alter table if exists _sqlx_migrations no force row level security;
    alter table if exists schema_rules no force row level security";

const DROP_RULES: &str = include_str!("drop_rules.sql");

const NOTE_RULES: &str = "
    insert into schema_rules (number, digest) values ($1, $2)
    on conflict (is_only_one) do update
       set number = excluded.number, digest = excluded.digest, applied_at = now()";

/// Row security binds the owner again, whether or not a file of the rules says so.
const FORCE: &str = "
    do $$
    declare
        bound regclass;
    begin
        for bound in
            select c.oid
              from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
               and c.relrowsecurity and not c.relforcerowsecurity and pg_has_role(c.relowner, 'usage')
        loop
            execute format('alter table %s force row level security', bound);
        end loop;
    end
    $$";

impl Schema {
    /// Brings the database up to date, whatever its rules are: drops every rule, applies the numbered files that it
    /// lacks, and makes this schema's rules. All of it or nothing, but for the files without a transaction, which come
    /// after it. Several migrations at once come one after the other.
    ///
    /// # Arguments
    /// `options`: of the owner's role.
    ///
    /// # Errors
    /// [`SchemaError::Refused`] when a file fails, a table is in use, or the database is another program's;
    /// [`SchemaError::Unavailable`].
    pub async fn migrate(&self, options: PgConnectOptions) -> Result<(), SchemaError> {
        let mut connection = connect(options).await?;
        let result = self.migrate_on(&mut connection, false).await;
        close(connection).await;
        result
    }

    /// The same, unless the database has these files and rules already: then nobody waits for it.
    ///
    /// # Errors
    /// As [`Self::migrate`].
    pub async fn migrate_if_changed(&self, options: PgConnectOptions) -> Result<(), SchemaError> {
        let mut connection = connect(options).await?;
        let result = match self.is_current(&mut connection).await {
            Ok(false) => self.migrate_on(&mut connection, true).await,
            known => known.map(|_| ()),
        };
        close(connection).await;
        result
    }

    async fn is_current(&self, connection: &mut PgConnection) -> Result<bool, SchemaError> {
        Ok(Found::read(connection).await.map_err(SchemaError::of)?.is_current(self))
    }

    async fn migrate_on(&self, connection: &mut PgConnection, only_if_changed: bool) -> Result<(), SchemaError> {
        wait_for_turn(connection).await?;
        // Whoever had the turn before may have done it.
        if only_if_changed && self.is_current(connection).await? {
            return Ok(());
        }
        self.apply(connection).await?;
        self.run(connection, |migration| migration.no_tx).await
    }

    async fn apply(&self, connection: &mut PgConnection) -> Result<(), SchemaError> {
        let mut tx = connection.begin().await.map_err(SchemaError::of)?;
        let lock_timeout = format!("set local lock_timeout = {}", self.lock_timeout.as_millis());
        sqlx::raw_sql(AssertSqlSafe(lock_timeout)).execute(&mut *tx).await.map_err(SchemaError::of)?;
        sqlx::raw_sql(READ_ALL).execute(&mut *tx).await.map_err(SchemaError::of)?;
        let found = Found::read(&mut tx).await.map_err(SchemaError::of)?;
        found.refuse_foreign(self)?;
        found.refuse_changed(self)?;

        sqlx::raw_sql(DROP_RULES).execute(&mut *tx).await.map_err(SchemaError::of)?;
        self.run(&mut tx, |migration| !migration.no_tx).await?;
        for rules in &self.rules {
            let executed = sqlx::raw_sql(AssertSqlSafe(rules.text.clone())).execute(&mut *tx).await;
            executed.map_err(|error| SchemaError::of_file(error, &format!("rules/{}", rules.name), &rules.text))?;
        }

        let note = sqlx::query(NOTE_RULES).bind(self.number).bind(self.digest());
        note.execute(&mut *tx).await.map_err(SchemaError::of)?;
        sqlx::raw_sql(FORCE).execute(&mut *tx).await.map_err(SchemaError::of)?;
        tx.commit().await.map_err(SchemaError::of)
    }

    /// Applies those of the chosen numbered files that the database lacks. What it has beside this schema's stays.
    async fn run(&self, connection: &mut PgConnection, choose: fn(&Migration) -> bool) -> Result<(), SchemaError> {
        let chosen = self.migrations.iter().filter(|migration| choose(migration)).cloned().collect();
        let mut migrator = Migrator::with_migrations(chosen);
        migrator.set_ignore_missing(true).set_locking(false);
        migrator.run(&mut *connection).await.map_err(|error| match error {
            MigrateError::Execute(error) => SchemaError::of(error),
            MigrateError::ExecuteMigration(error, version) => self.of_numbered(error, version),
            error => SchemaError::Refused(error.to_string()),
        })
    }

    fn of_numbered(&self, error: sqlx::Error, version: i64) -> SchemaError {
        let Some(migration) = self.migrations.iter().find(|migration| migration.version == version) else {
            return SchemaError::of(error);
        };
        let name = format!("{}.sql", file_name(migration));
        match error.as_database_error() {
            // Nothing takes back what it has done: an index that couldn't be built stays, and is invalid.
            Some(error) if migration.no_tx => SchemaError::Refused(format!(
                "{name}: {}. All but this file and those like it was applied. Drop the index that it may have left \
                 invalid, and run the migration again.",
                error.message()
            )),
            _ => SchemaError::of_file(error, &name, migration.sql.as_str()),
        }
    }
}
