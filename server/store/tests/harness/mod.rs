//! A database of its own for each test, cloned from one that has been migrated.
//!
//! All tests, whichever process runs them, share one cluster under `CARECHART_TEST_DIRECTORY`. It is left running:
//! whoever set the directory stops it.

// Each crate of tests uses a part of it.
#![allow(dead_code)]

use std::{
    env,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use chrono_tz::Tz;
use cluster::Cluster;
use model::id::{SessionId, UserId};
use schema::ROLES;
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use store::{Caller, ClinicSettings, Gate, SessionSecret, Store, Worker};

/// A number of our own: whoever makes the template holds Postgres' lock of that number.
const MAKING_TEMPLATE: i64 = 0x7465_7374;

/// How to connect to a test's database.
pub struct Database {
    pub superuser: PgConnectOptions,
    pub owner: PgConnectOptions,
    pub application: PgConnectOptions,
    pub gate: PgConnectOptions,
    pub worker: PgConnectOptions,
}

impl Database {
    /// A new one, migrated and empty.
    pub async fn new() -> Self {
        let cluster = Cluster::start_for_tests(&directory()).await.unwrap();
        let mut superuser = PgConnection::connect_with(&cluster.superuser_options("postgres")).await.unwrap();
        let template = template(&cluster, &mut superuser).await;
        drop_left_behind(&mut superuser).await;
        let name = new_name();
        run(&mut superuser, format!("create database {name} template {template} owner carechart_owner")).await;
        // Privileges on the database itself don't come with the template.
        run(&mut superuser, format!("revoke temporary on database {name} from public")).await;
        superuser.close().await.unwrap();
        Self::of(&cluster, &name)
    }

    /// One in which nothing is but what Postgres puts there.
    pub async fn empty() -> Self {
        let cluster = Cluster::start_for_tests(&directory()).await.unwrap();
        let name = new_name();
        cluster.prepare(ROLES, &name).await.unwrap();
        Self::of(&cluster, &name)
    }

    /// One that is there.
    pub fn of(cluster: &Cluster, name: &str) -> Self {
        Self {
            superuser: cluster.superuser_options(name),
            owner: cluster.owner_options(name),
            application: cluster.application_options(name),
            gate: cluster.gate_options(name),
            worker: cluster.worker_options(name),
        }
    }

    /// The address alone, as a server's environment has it.
    pub fn address(&self) -> String {
        let mut address = self.application.to_url_lossy();
        address.set_username("").unwrap();
        address.set_password(None).unwrap();
        address.into()
    }

    /// What a server's environment says when it serves.
    pub fn settings(&self) -> [(&'static str, String); 4] {
        [
            ("DATABASE_URL", self.address()),
            ("DATABASE_APP_PASSWORD", password(&self.application)),
            ("DATABASE_GATE_PASSWORD", password(&self.gate)),
            ("DATABASE_WORKER_PASSWORD", password(&self.worker)),
        ]
    }

    /// What it says for the commands that work as the owner.
    pub fn owner_settings(&self) -> [(&'static str, String); 2] {
        [("DATABASE_URL", self.address()), ("DATABASE_OWNER_PASSWORD", password(&self.owner))]
    }

    /// Past every policy, to set the scene and to look behind it.
    pub async fn superuser_pool(&self) -> PgPool {
        PgPoolOptions::new().max_connections(4).connect_with(self.superuser.clone()).await.unwrap()
    }

    /// As the application's role.
    pub async fn store(&self) -> Store {
        self.store_in(Tz::UTC).await
    }

    /// As the application's role, of a clinic in this time zone.
    pub async fn store_in(&self, time_zone: Tz) -> Store {
        let clinic = ClinicSettings { time_zone, ..clinic() };
        Store::connect(self.application.clone(), clinic).await.unwrap()
    }

    pub async fn gate(&self) -> Gate {
        Gate::connect(self.gate.clone()).await.unwrap()
    }

    pub async fn worker(&self) -> Worker {
        Worker::connect(self.worker.clone()).await.unwrap()
    }
}

const STANDING_SESSION: &str = "
    insert into sessions (id, user_id, token_hash, confirmed_at, expires_at, scope, idle_limit)
    values ($1, $1, sha256($2), now() - interval '1 hour', now() + interval '12 hours', 'full', '30 minutes')
    on conflict (id) do update set ended_at = null, last_seen_at = now(), confirmed_at = excluded.confirmed_at";

/// A session of somebody that nobody has ended, and whose person proved an hour ago who they are. It is always the same, so
/// that a test acts as many people without a sign-in of each.
pub async fn standing_session(superuser: &PgPool, user: UserId) -> Caller {
    let mut secret = SessionSecret([7; 32]);
    secret.0[..16].copy_from_slice(user.0.as_bytes());
    let begin = sqlx::query(STANDING_SESSION).bind(user.0).bind(secret.0.as_slice());
    begin.execute(superuser).await.unwrap();
    Caller { user, session: SessionId(user.0), secret, address: None }
}

/// Made of digits and letters, which an address has as they are.
pub fn password(options: &PgConnectOptions) -> String {
    options.to_url_lossy().password().unwrap().to_owned()
}

/// A clinic whose clock shows UTC.
pub fn clinic() -> ClinicSettings {
    ClinicSettings { name: "Riverside Clinic".into(), phone: String::new(), time_zone: Tz::UTC }
}

fn new_name() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    format!("test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn directory() -> PathBuf {
    match env::var_os("CARECHART_TEST_DIRECTORY") {
        Some(directory) => PathBuf::from(directory).join("postgres"),
        None => env::temp_dir().join(format!("carechart-test-{}", env::var("USER").unwrap_or_default())),
    }
}

/// The name of the migrated database; other migrations make another one.
async fn template(cluster: &Cluster, superuser: &mut PgConnection) -> String {
    let name = format!("template_{}", schema::digest());
    sqlx::query("select pg_advisory_lock($1)").bind(MAKING_TEMPLATE).execute(&mut *superuser).await.unwrap();
    let exists = sqlx::query_scalar("select exists (select from pg_database where datname = $1)").bind(&name);
    let exists: bool = exists.fetch_one(&mut *superuser).await.unwrap();
    if !exists {
        let unfinished = format!("{name}_unfinished");
        run(superuser, format!("drop database if exists {unfinished} with (force)")).await;
        cluster.prepare(ROLES, &unfinished).await.unwrap();
        schema::migrate(cluster.owner_options(&unfinished)).await.unwrap();
        run(superuser, format!("alter database {unfinished} rename to {name}")).await;
    }
    sqlx::query("select pg_advisory_unlock($1)").bind(MAKING_TEMPLATE).execute(superuser).await.unwrap();
    name
}

/// Drops the databases of processes that have ended. Another test may be quicker, so that a failure is none.
async fn drop_left_behind(superuser: &mut PgConnection) {
    let names = r"select datname::text from pg_database where datname like 'test\_%'";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut *superuser).await.unwrap();
    for name in names {
        let process = name.split('_').nth(1).unwrap_or_default();
        if !Path::new("/proc").join(process).exists() {
            let _ = superuser.execute(AssertSqlSafe(format!("drop database if exists {name} with (force)"))).await;
        }
    }
}

async fn run(superuser: &mut PgConnection, statement: String) {
    superuser.execute(AssertSqlSafe(statement)).await.unwrap();
}
