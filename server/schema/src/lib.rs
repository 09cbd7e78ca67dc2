//! Brings a database's schema up to date, from the files of `migrations/`, which it carries; the only SQL beside the
//! store's.
//!
//! There are two kinds of files. The numbered ones make tables and indexes: each is applied once, and never changes
//! afterwards. The rules are functions, triggers, policies and grants: all of them are dropped and made anew each time,
//! so that a database has those of the files and no others, whatever was there before. Both happen in one transaction,
//! so that a failure leaves the database as it was. A crate by itself, so that a changed rule builds neither the store
//! nor the pages anew.

mod applying;
mod checking;
mod connection;
mod error;
mod found;
mod schema;

use sqlx::{PgConnection, postgres::PgConnectOptions};

pub use self::{
    error::SchemaError,
    schema::{Rules, Schema},
};

/// What a superuser runs once for each cluster, and may run again: the roles, without passwords.
pub const ROLES: &str = include_str!("../../../migrations/roles.sql");

/// Tells databases apart that other files have made: see [`Schema::digest`].
pub fn digest() -> String {
    Schema::embedded().digest()
}

/// The number of this program's rules. Whoever changes what an older program relies on raises it.
pub fn rules_number() -> i32 {
    Schema::embedded().number
}

/// Migrates with this program's files: see [`Schema::migrate`].
///
/// # Errors
/// As there.
pub async fn migrate(options: PgConnectOptions) -> Result<(), SchemaError> {
    Schema::embedded().migrate(options).await
}

/// The same, unless the database is as this program wants it: see [`Schema::migrate_if_changed`].
///
/// # Errors
/// As there.
pub async fn migrate_if_changed(options: PgConnectOptions) -> Result<(), SchemaError> {
    Schema::embedded().migrate_if_changed(options).await
}

/// What a server asks before it serves: see [`Schema::check`].
///
/// # Errors
/// As there.
pub async fn check(connection: &mut PgConnection) -> Result<(), SchemaError> {
    Schema::embedded().check(connection).await
}

/// The same on a connection of its own: see [`Schema::check_at`].
///
/// # Errors
/// As there.
pub async fn check_at(options: PgConnectOptions) -> Result<(), SchemaError> {
    Schema::embedded().check_at(options).await
}
