use sqlx::migrate::Migrator;

/// What a superuser runs once for each cluster, and may run again: the three roles, without passwords.
pub const ROLES: &str = include_str!("../../../migrations/roles.sql");

/// Where sqlx notes which migrations were applied. No row of it is about anybody.
pub(crate) const TABLE: &str = "_sqlx_migrations";

/// The migrations that this program needs.
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");
