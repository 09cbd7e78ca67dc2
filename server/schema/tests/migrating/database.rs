//! An empty database for each test, in the cluster that all tests share: see the store's harness.

use std::{
    env,
    path::PathBuf,
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use cluster::Cluster;
use schema::{ROLES, SchemaError};
use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};

/// How to connect to a test's database.
pub struct Database {
    pub superuser: PgConnectOptions,
    pub owner: PgConnectOptions,
    pub application: PgConnectOptions,
}

impl Database {
    /// A new one, in which nothing is but what Postgres puts there. The store's harness drops those of processes that have
    /// ended.
    pub async fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let cluster = Cluster::start_for_tests(&directory()).await.unwrap();
        let name = format!("test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut superuser = PgConnection::connect_with(&cluster.superuser_options("postgres")).await.unwrap();
        let left_behind = format!("drop database if exists {name} with (force)");
        sqlx::raw_sql(AssertSqlSafe(left_behind)).execute(&mut superuser).await.unwrap();
        superuser.close().await.unwrap();
        cluster.prepare(ROLES, &name).await.unwrap();
        Self {
            superuser: cluster.superuser_options(&name),
            owner: cluster.owner_options(&name),
            application: cluster.application_options(&name),
        }
    }

    pub async fn superuser(&self) -> PgConnection {
        PgConnection::connect_with(&self.superuser).await.unwrap()
    }

    /// Past every policy.
    pub async fn run(&self, sql: &str) {
        let mut superuser = self.superuser().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut superuser).await.unwrap();
    }

    /// Past every policy: the one value that a query answers.
    pub async fn ask<T>(&self, query: &'static str) -> T
    where
        (T,): for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
        T: Send + Unpin,
    {
        sqlx::query_scalar(query).fetch_one(&mut self.superuser().await).await.unwrap()
    }
}

/// Why it was refused.
pub fn refusal(result: Result<(), SchemaError>) -> String {
    match result {
        Err(SchemaError::Refused(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

fn directory() -> PathBuf {
    match env::var_os("CARECHART_TEST_DIRECTORY") {
        Some(directory) => PathBuf::from(directory).join("postgres"),
        None => env::temp_dir().join(format!("carechart-test-{}", env::var("USER").unwrap_or_default())),
    }
}
