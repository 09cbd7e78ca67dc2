use std::io;

use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

/// Why a database wasn't migrated, or isn't fit to be served from. Holds no value of a row and no DETAIL, so that it may
/// be logged.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The database doesn't answer.
    #[error("the database doesn't answer")]
    Unavailable,
    /// The database can't be migrated or used as it is, said in words for whoever runs the server.
    #[error("{0}")]
    Refused(String),
}

const IN_USE: &str = "somebody is using a table that the migration changes, so that nothing was changed. Run it again at \
                      a quieter moment.";

const NO_CERTIFICATE: &str = "The database on another machine must show a certificate that is valid for its host's name, \
                              from an authority of the public web or of ?sslrootcert=FILE in its address. ?sslmode= says \
                              otherwise.";

impl SchemaError {
    /// Why there is no connection.
    pub(crate) fn of_connecting(error: sqlx::Error) -> Self {
        let is_tls = match &error {
            sqlx::Error::Tls(_) => true,
            // How the TLS library passes on that it refuses a certificate.
            sqlx::Error::Io(error) => error.kind() == io::ErrorKind::InvalidData,
            _ => false,
        };
        if is_tls { Self::Refused(NO_CERTIFICATE.to_owned()) } else { Self::of(error) }
    }

    /// Why a statement of this crate failed.
    pub(crate) fn of(error: sqlx::Error) -> Self {
        Self::in_file(error, None)
    }

    /// Why a file failed.
    ///
    /// # Arguments
    /// `name`, `text`: the file's, of which the error's line is counted.
    pub(crate) fn of_file(error: sqlx::Error, name: &str, text: &str) -> Self {
        Self::in_file(error, Some((name, text)))
    }

    fn in_file(error: sqlx::Error, file: Option<(&str, &str)>) -> Self {
        match error {
            sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
                Some(error) => Self::of_postgres(error, file),
                None => Self::Unavailable,
            },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable,
            // What the driver says of an answer that it can't read may hold the answer.
            _ => Self::Refused("the database's answer wasn't understood".to_owned()),
        }
    }

    /// Of a migration Postgres' own message speaks of tables and columns; a DETAIL would hold a row.
    fn of_postgres(error: &PgDatabaseError, file: Option<(&str, &str)>) -> Self {
        const TOO_MANY_CONNECTIONS: &str = "53300";
        const NO_LOCK: &str = "55P03";
        const DEADLOCK: &str = "40P01";
        let code = error.code();
        if code.starts_with("08") || code.starts_with("57P") || code == TOO_MANY_CONNECTIONS {
            return Self::Unavailable;
        }
        if [NO_LOCK, DEADLOCK].contains(&code) {
            return Self::Refused(IN_USE.to_owned());
        }
        let message = error.message();
        Self::Refused(match (file, error.position()) {
            (None, _) => message.to_owned(),
            (Some((name, text)), Some(PgErrorPosition::Original(position))) => {
                let before = text.chars().take(position.saturating_sub(1));
                let line = 1 + before.filter(|character| *character == '\n').count();
                format!("{name}, line {line}: {message}")
            }
            (Some((name, _)), _) => format!("{name}: {message}"),
        })
    }
}
