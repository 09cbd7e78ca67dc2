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
use schema::ROLES;
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use store::{ClinicSettings, Store};

/// A number of our own: whoever makes the template holds Postgres' lock of that number.
const MAKING_TEMPLATE: i64 = 0x7465_7374;

/// How to connect to a test's database.
pub struct Database {
    pub superuser: PgConnectOptions,
    pub owner: PgConnectOptions,
    pub application: PgConnectOptions,
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

    fn of(cluster: &Cluster, name: &str) -> Self {
        Self {
            superuser: cluster.superuser_options(name),
            owner: cluster.owner_options(name),
            application: cluster.application_options(name),
        }
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
