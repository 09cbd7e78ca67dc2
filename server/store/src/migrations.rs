use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;

/// What a superuser runs once for each cluster, and may run again: the three roles, without passwords.
pub const ROLES: &str = include_str!("../../../migrations/roles.sql");

/// Where sqlx notes which migrations were applied. No row of it is about anybody.
pub(crate) const TABLE: &str = "_sqlx_migrations";

/// The migrations that this program needs.
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Tells databases apart that other migrations have made: eight bytes in hexadecimal digits.
pub fn schema_digest() -> String {
    let digest = MIGRATIONS.iter().fold(Sha256::new(), |digest, migration| digest.chain_update(&migration.checksum));
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
