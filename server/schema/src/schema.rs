use std::{borrow::Cow, time::Duration};

use sha2::{Digest, Sha256};
use sqlx::migrate::{Migration, Migrator};

// RULES and RULES_NUMBER, from build.rs.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long each lock is waited for. Whoever asks for a table meanwhile waits behind the migration, so that a clinic
/// stands still for as long.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// A file of rules.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The file's name, such as `01_identity.sql`.
    pub name: Cow<'static, str>,
    pub text: Cow<'static, str>,
}

/// What a database is to have in it.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The numbered files, by their numbers. One that begins with `-- no-transaction` runs after everything else, and
    /// holds one statement.
    pub migrations: Vec<Migration>,
    /// The rules, in the order in which they are applied.
    pub rules: Vec<Rules>,
    /// The rules' number: a program refuses a database whose number is greater.
    pub number: i32,
    /// How long each lock is waited for.
    pub lock_timeout: Duration,
}

impl Schema {
    /// This program's own.
    pub fn embedded() -> Self {
        let rules = RULES.iter().map(|&(name, text)| Rules { name: name.into(), text: text.into() });
        Self {
            migrations: MIGRATIONS.iter().cloned().collect(),
            rules: rules.collect(),
            number: RULES_NUMBER,
            lock_timeout: LOCK_TIMEOUT,
        }
    }

    /// Tells databases apart that other files have made: eight bytes in hexadecimal digits, of every numbered file and
    /// of the rules.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new().chain_update(self.number.to_be_bytes());
        for migration in &self.migrations {
            digest.update(&migration.checksum);
        }
        for rules in &self.rules {
            // With their lengths, as a text may begin as another one's name ends.
            for part in [&rules.name, &rules.text] {
                digest.update(part.len().to_be_bytes());
                digest.update(part.as_bytes());
            }
        }
        digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A numbered file's name, such as `0001_accounts`.
pub(crate) fn file_name(migration: &Migration) -> String {
    format!("{:04}_{}", migration.version, migration.description.replace(' ', "_"))
}
