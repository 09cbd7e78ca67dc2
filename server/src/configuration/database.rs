//! Where the database is, and what its roles sign in with.

use std::collections::HashMap;

use sqlx::{
    ConnectOptions,
    postgres::{PgConnectOptions, PgSslMode},
};
use url::Url;

use super::reader::Reader;

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// An address, for people who have to write one.
pub const DATABASE_EXAMPLE: &str = "postgres://db.example.org/carechart";

/// What earlier versions read. Whoever has it set is told, instead of finding out what nobody reads.
pub(super) const REPLACED: &str = "MIGRATION_DATABASE_URL";

/// A role that signs in to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatabaseRole {
    /// Serves the requests of whoever has a session.
    Application,
    /// Makes sessions.
    Gate,
    /// Does the jobs.
    Worker,
    /// Migrates and imports, and serves nobody.
    Owner,
}

impl DatabaseRole {
    const ALL: [Self; 4] = [Self::Application, Self::Gate, Self::Worker, Self::Owner];

    /// Its name in Postgres.
    pub fn name(self) -> &'static str {
        match self {
            Self::Application => "carechart_app",
            Self::Gate => "carechart_gate",
            Self::Worker => "carechart_worker",
            Self::Owner => "carechart_owner",
        }
    }

    /// The setting that has its password.
    pub fn password_setting(self) -> &'static str {
        match self {
            Self::Application => "DATABASE_APP_PASSWORD",
            Self::Gate => "DATABASE_GATE_PASSWORD",
            Self::Worker => "DATABASE_WORKER_PASSWORD",
            Self::Owner => "DATABASE_OWNER_PASSWORD",
        }
    }
}

/// Where the database is.
#[derive(Clone)]
pub enum DatabaseSetting {
    /// Under the data directory, started by the server itself.
    Embedded,
    /// Somebody else's; each command says which of the roles it needs.
    External {
        /// Those at `DATABASE_URL` whose password is known; `None` without an address.
        roles: Option<HashMap<DatabaseRole, PgConnectOptions>>,
        /// One that may become the others.
        inspector: Option<Box<PgConnectOptions>>,
    },
}

pub(super) fn database(reader: &mut Reader<'_>) -> DatabaseSetting {
    if reader.text(REPLACED).is_some() {
        reader.error(format!(
            "{REPLACED} isn't read any more: DATABASE_URL is the address for all roles, and the owner's password goes into \
             {} or into the file that PGPASSFILE names.",
            DatabaseRole::Owner.password_setting()
        ));
    }
    match (roles(reader), inspector(reader)) {
        (None, None) => DatabaseSetting::Embedded,
        (roles, inspector) => DatabaseSetting::External { roles, inspector },
    }
}

fn roles(reader: &mut Reader<'_>) -> Option<HashMap<DatabaseRole, PgConnectOptions>> {
    let passwords = DatabaseRole::ALL.map(|role| (role, reader.text(role.password_setting())));
    let Some(url) = reader.text("DATABASE_URL") else {
        for (role, _) in passwords.iter().filter(|(_, password)| password.is_some()) {
            reader.error(format!("{} is set, and DATABASE_URL isn't: set both or neither.", role.password_setting()));
        }
        return None;
    };
    let url = parse(&url);
    if url.as_ref().is_some_and(names_somebody) {
        let settings = DatabaseRole::ALL.map(DatabaseRole::password_setting).join(", ");
        reader.error(format!(
            "DATABASE_URL must be the address alone, without a user or a password, such as {DATABASE_EXAMPLE}. The roles' \
             passwords go into {settings}, or into the file that PGPASSFILE names."
        ));
        return None;
    }
    // The driver would take it for the password of each role that has none of its own, before it looks into the file.
    if passwords.iter().any(|(_, password)| password.is_none()) && reader.text("PGPASSWORD").is_some() {
        reader.error("PGPASSWORD would be the password of several roles: unset it, and give each role its own.");
    }
    let mut roles = HashMap::new();
    for (role, password) in passwords {
        // Without a name in the address each role would look for a database of its own name.
        let options = url.as_ref().and_then(|url| options_of(url, role)).filter(|found| found.get_database().is_some());
        let Some(options) = options else {
            reader.error(format!("DATABASE_URL must be a URL such as {DATABASE_EXAMPLE}."));
            return None;
        };
        let known = match password {
            Some(password) => Some(options.password(&password)),
            None => Some(options).filter(has_password),
        };
        roles.extend(known.map(|options| (role, options)));
    }
    Some(roles)
}

/// The driver looks into the file that PGPASSFILE names as soon as it has an address with a user.
fn options_of(url: &Url, role: DatabaseRole) -> Option<PgConnectOptions> {
    let mut url = url.clone();
    // As a parameter: the address of a socket may have no host, before which the user would stand.
    url.query_pairs_mut().append_pair("user", role.name());
    Some(secured(&url, PgConnectOptions::from_url(&url).ok()?))
}

/// Whether the file had one. The driver tells it in an address only, which can't be made of every host.
fn has_password(options: &PgConnectOptions) -> bool {
    options.clone().host("localhost").to_url_lossy().password().is_some()
}

fn inspector(reader: &mut Reader<'_>) -> Option<Box<PgConnectOptions>> {
    let url = parse(&reader.text("ISOLATION_DATABASE_URL")?);
    let options = url.as_ref().and_then(|url| Some(secured(url, PgConnectOptions::from_url(url).ok()?)));
    if options.is_none() {
        reader.error(
            "ISOLATION_DATABASE_URL must be a URL such as postgres://carechart_inspector:…@db.example.org/carechart.",
        );
    }
    options.map(Box::new)
}

/// The driver takes an address of any scheme for one of Postgres.
fn parse(text: &str) -> Option<Url> {
    text.parse::<Url>().ok().filter(|url| matches!(url.scheme(), "postgres" | "postgresql"))
}

fn names_somebody(url: &Url) -> bool {
    let is_named = |key: &str| matches!(key, "user" | "password");
    !url.username().is_empty() || url.password().is_some() || url.query_pairs().any(|(key, _)| is_named(&key))
}

/// The driver goes without TLS where the other side has none, and takes any certificate; across a network that takes an
/// `sslmode` that says so.
fn secured(url: &Url, options: PgConnectOptions) -> PgConnectOptions {
    let is_chosen = url.query_pairs().any(|(key, _)| matches!(&*key, "sslmode" | "ssl-mode"));
    let host = options.get_host();
    let is_here = options.get_socket().is_some() || host.starts_with('/') || LOOPBACK.contains(&host);
    if is_chosen || is_here { options } else { options.ssl_mode(PgSslMode::VerifyFull) }
}
