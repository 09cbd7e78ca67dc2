use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};

use crate::{Cluster, ClusterError, passwords::Passwords, postmaster::PORT};

const SUPERUSER: &str = "postgres";
const OWNER: &str = "carechart_owner";
const APPLICATION: &str = "carechart_app";
const GATE: &str = "carechart_gate";
const WORKER: &str = "carechart_worker";

/// A number of our own: whoever prepares the cluster holds Postgres' lock of that number.
const PREPARING: i64 = 0x6361_7265;

impl Cluster {
    /// Makes the roles, gives them their passwords, and makes the owner's database; what is there already stays.
    ///
    /// # Errors
    /// When Postgres refuses.
    pub async fn prepare(&self, roles_sql: &str, database: &str) -> Result<(), ClusterError> {
        let mut superuser = PgConnection::connect_with(&self.superuser_options("postgres")).await?;
        sqlx::query("select pg_advisory_lock($1)").bind(PREPARING).execute(&mut superuser).await?;
        sqlx::raw_sql(AssertSqlSafe(roles_sql.to_owned())).execute(&mut superuser).await?;
        let Passwords { superuser: _, owner, application, gate, worker } = &self.passwords;
        for (role, password) in [(OWNER, owner), (APPLICATION, application), (GATE, gate), (WORKER, worker)] {
            let set_password = format!("alter role {role} login password '{password}'");
            sqlx::raw_sql(AssertSqlSafe(set_password)).execute(&mut superuser).await?;
        }
        let exists = sqlx::query_scalar("select exists (select from pg_database where datname = $1)");
        if !exists.bind(database).fetch_one(&mut superuser).await? {
            let create = format!("create database \"{}\" owner {OWNER}", database.replace('"', "\"\""));
            sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut superuser).await?;
        }
        superuser.close().await?;
        Ok(())
    }

    /// How to connect as the superuser.
    pub fn superuser_options(&self, database: &str) -> PgConnectOptions {
        self.options(SUPERUSER, &self.passwords.superuser, database)
    }

    /// How to connect as the owner of the database.
    pub fn owner_options(&self, database: &str) -> PgConnectOptions {
        self.options(OWNER, &self.passwords.owner, database)
    }

    /// How to connect as the application.
    pub fn application_options(&self, database: &str) -> PgConnectOptions {
        self.options(APPLICATION, &self.passwords.application, database)
    }

    /// How to connect as the gate, which makes sessions.
    pub fn gate_options(&self, database: &str) -> PgConnectOptions {
        self.options(GATE, &self.passwords.gate, database)
    }

    /// How to connect as the worker, which does the jobs.
    pub fn worker_options(&self, database: &str) -> PgConnectOptions {
        self.options(WORKER, &self.passwords.worker, database)
    }

    fn options(&self, role: &str, password: &str, database: &str) -> PgConnectOptions {
        let options = PgConnectOptions::new_without_pgpass().socket(&self.postmaster.socket_directory).port(PORT);
        // A Unix socket has no wire to listen on.
        let options = options.ssl_mode(PgSslMode::Disable).username(role).password(password).database(database);
        // The driver would warn of a statement that takes a second, with its text: the passwords of the roles, for one.
        options.disable_statement_logging()
    }
}
