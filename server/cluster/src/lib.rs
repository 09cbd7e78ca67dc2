//! The embedded Postgres cluster.
