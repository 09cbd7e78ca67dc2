use std::{fmt, io, time::Duration};

use model::form::FieldError;
use sqlx::postgres::PgDatabaseError;

/// Why the store refused. Neither `Display` nor `Debug` holds a value, a DETAIL or SQL, so that it may be logged.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such row, or it isn't the caller's: the two answer alike.
    #[error("there is no such row, or it isn't the caller's")]
    NotFound,
    /// The row changed since the caller read it.
    #[error("the row has changed in the meantime")]
    Changed,
    /// It was saved before under the same id, and says something else.
    #[error("it was saved before, and says something else")]
    SavedOtherwise,
    /// What was sent is wrong, field by field.
    #[error("{}", messages(.0))]
    Invalid(Vec<FieldError>),
    /// The caller must prove again who they are.
    #[error("the caller has to prove again who they are")]
    ConfirmationRequired,
    /// The session has ended since the request began.
    #[error("the session has ended")]
    SessionEnded,
    /// Too many attempts.
    #[error("too many attempts; the next one is possible in {} seconds", .retry_after.as_secs())]
    TooManyAttempts { retry_after: Duration },
    /// The database doesn't answer.
    #[error("the database doesn't answer")]
    Unavailable,
    /// The database stopped answering while it was making something last: it may have been done or not.
    #[error("the database stopped answering before it confirmed what was done")]
    Unconfirmed,
    /// The database isn't fit to be used as it is, said in words for whoever runs the server.
    #[error("{0}")]
    Refused(String),
    /// A fault of the program.
    #[error("{0}")]
    Database(DatabaseError),
}

/// What may be known of an error that Postgres or its driver reports.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseError {
    /// The SQLSTATE; empty when the driver found the fault.
    pub code: String,
    /// The name of the constraint that was hurt.
    pub constraint: Option<String>,
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code.as_str(), &self.constraint) {
            ("", _) => f.write_str("the database's answer wasn't understood"),
            (code, None) => write!(f, "the database reports SQLSTATE {code}"),
            (code, Some(constraint)) => write!(f, "the database reports SQLSTATE {code} by {constraint}"),
        }
    }
}

impl fmt::Debug for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn messages(errors: &[FieldError]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" ")
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
                Some(error) => from_postgres(error),
                None => Self::Unavailable,
            },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable,
            _ => Self::Database(DatabaseError { code: String::new(), constraint: None }),
        }
    }
}

impl Error {
    /// Why the first connection failed. That TLS did, which the address can mend, isn't told from an outage later.
    pub(crate) fn of_connecting(error: sqlx::Error) -> Self {
        let is_tls = match &error {
            sqlx::Error::Tls(_) => true,
            // How the TLS library passes on that it refuses a certificate.
            sqlx::Error::Io(error) => error.kind() == io::ErrorKind::InvalidData,
            _ => false,
        };
        if is_tls {
            return Self::Refused(
                "The database on another machine must show a certificate that is valid for its host's name, from an \
                 authority of the public web or of ?sslrootcert=FILE in its address. ?sslmode= says otherwise."
                    .to_owned(),
            );
        }
        error.into()
    }

    /// Why a commit failed. Only what the database says of it in so many words is sure not to have been done: a
    /// connection may break, and a server be told to stop, when the commit lasts already.
    pub(crate) fn of_commit(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
        let is_stopping = code.starts_with("57");
        match Self::from(error) {
            Self::Unavailable if code.is_empty() || is_stopping => Self::Unconfirmed,
            error => error,
        }
    }
}

/// A unique or foreign key sees rows that policies hide, so that hurting it would tell that they exist; and a row that
/// a policy keeps the caller from writing answers as one that isn't there.
fn from_postgres(error: &PgDatabaseError) -> Error {
    const UNIQUE: &str = "23505";
    const FOREIGN_KEY: &str = "23503";
    const INSUFFICIENT_PRIVILEGE: &str = "42501";
    const NOT_A_CHARACTER: &str = "22021";
    // Of our own: `require_confirmation()`.
    const UNCONFIRMED: &str = "CC401";
    // The same: the record was merged into another one while the caller wrote to it.
    const MERGED: &str = "CC404";
    let code = error.code();
    // Too many connections, shutting down, out of disk or memory, cancelled, deadlock, serialization, lock time-out.
    let is_passing = ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class)) || code == "55P03";
    match code {
        UNIQUE | FOREIGN_KEY | INSUFFICIENT_PRIVILEGE | MERGED => Error::NotFound,
        NOT_A_CHARACTER => Error::Invalid(Vec::new()),
        UNCONFIRMED => Error::ConfirmationRequired,
        _ if is_passing => Error::Unavailable,
        _ => {
            let constraint = error.constraint().map(str::to_owned);
            Error::Database(DatabaseError { code: code.to_owned(), constraint })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_wrong_is_said_in_words() {
        let field = |message: &str| FieldError { field: "email".into(), message: message.into() };
        assert_eq!(Error::Invalid(vec![field("One."), field("Two.")]).to_string(), "One. Two.");
        let error = DatabaseError { code: "23514".into(), constraint: Some("patients_gender_check".into()) };
        let expected = "the database reports SQLSTATE 23514 by patients_gender_check";
        assert_eq!(
            (error.to_string().as_str(), format!("{:?}", Error::Database(error))),
            (expected, format!("Database({expected})"))
        );
    }

    #[test]
    fn a_commit_without_an_answer_may_have_been_done() {
        let lost = || sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert!(matches!(Error::of_commit(lost()), Error::Unconfirmed));
        assert!(matches!(Error::from(lost()), Error::Unavailable));
        assert!(matches!(Error::of_commit(sqlx::Error::RowNotFound), Error::NotFound));
    }

    #[test]
    fn a_value_that_the_driver_read_wrongly_is_not_repeated() {
        let error = sqlx::Error::ColumnDecode { index: "name".into(), source: "Freda Kris".into() };
        let error = Error::from(error);
        assert_eq!(error.to_string(), "the database's answer wasn't understood");
        assert!(!format!("{error:?}").contains("Freda"));
    }
}
