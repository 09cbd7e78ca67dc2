use std::{io::Write, path::Path};

use crate::{
    error::{At, ClusterError},
    home::Home,
};

/// What the cluster is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Records,
    /// Nothing that must survive.
    Tests,
}

/// No TCP. The log holds what went wrong only, and no statement, parameter or detail, since these carry people's data.
const ALWAYS: &str = "\
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
jit = off
log_checkpoints = off
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
";

const RECORDS: &str = "\
max_connections = 60
";

const TESTS: &str = "\
max_connections = 250
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
";

/// Writes `postgresql.conf`, at every start: what somebody wants otherwise goes into `postgresql.auto.conf`, by
/// `alter system`.
///
/// # Errors
/// When the file can't be written.
pub fn write(home: &Home, purpose: Purpose, socket_directory: &Path) -> Result<(), ClusterError> {
    let path = home.data().join("postgresql.conf");
    let by_purpose = match purpose {
        Purpose::Records => RECORDS,
        Purpose::Tests => TESTS,
    };
    let text = format!(
        "# Written at every start.\n{ALWAYS}{by_purpose}unix_socket_directories = {}\n",
        quote(&quote_name(socket_directory)),
    );
    home.private_file(&path, true)?.write_all(text.as_bytes()).at(path)
}

/// The setting is a list with commas; a name with one, or with spaces, stands in double quotes.
fn quote_name(path: &Path) -> String {
    format!("\"{}\"", path.display().to_string().replace('"', "\"\""))
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}
