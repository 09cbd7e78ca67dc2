//! The scene: who asks, and the records that they ask about. Everybody in it is made up.

use std::collections::BTreeSet;

use uuid::Uuid;

/// Who may ask.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// As the report has it.
    pub name: &'static str,
    /// The database's role.
    pub role: &'static str,
    /// From whose id the secret of the session is made: an account's, or one session's own. Nobody is signed in without it.
    session: Option<&'static str>,
}

pub const APPLICATION: &str = "carechart_app";
const GATE: &str = "carechart_gate";
const WORKER: &str = "carechart_worker";

/// Whoever uses the application without being signed in.
pub const NOBODY: Caller = Caller { name: "without a session", role: APPLICATION, session: None };

/// Everyone who may ask.
pub const CALLERS: [Caller; 18] = [
    NOBODY,
    Caller { name: "ended session", role: APPLICATION, session: Some("session-ended") },
    Caller { name: "patient", role: APPLICATION, session: Some("u-freda") },
    Caller { name: "other patient", role: APPLICATION, session: Some("u-otis") },
    Caller { name: "author", role: APPLICATION, session: Some("u-author") },
    Caller { name: "colleague", role: APPLICATION, session: Some("u-colleague") },
    Caller { name: "other provider", role: APPLICATION, session: Some("u-other") },
    Caller { name: "unverified", role: APPLICATION, session: Some("u-unverified") },
    Caller { name: "former", role: APPLICATION, session: Some("u-former") },
    Caller { name: "break-glass", role: APPLICATION, session: Some("u-emergency") },
    Caller { name: "cover", role: APPLICATION, session: Some("u-cover") },
    Caller { name: "caregiver", role: APPLICATION, session: Some("u-caregiver") },
    Caller { name: "past caregiver", role: APPLICATION, session: Some("u-past") },
    Caller { name: "suspended", role: APPLICATION, session: Some("u-suspended") },
    Caller { name: "administrator", role: APPLICATION, session: Some("u-admin") },
    Caller { name: "the gate", role: GATE, session: None },
    Caller { name: "the gate for the author", role: GATE, session: Some("u-author") },
    Caller { name: "the worker", role: WORKER, session: None },
];

/// All of those who ask as the application's role, in one word.
pub const USERS: &str = "everyone of the application";

/// Their names.
pub fn users() -> impl Iterator<Item = &'static str> {
    CALLERS.iter().filter(|caller| caller.role == APPLICATION).map(|caller| caller.name)
}

/// Who asks as the role that owns the tables, and as nobody in particular.
pub const OWNER: Caller = Caller { name: "the owner", role: "carechart_owner", session: None };

impl Caller {
    /// The statement by which a transaction becomes the caller's.
    pub fn begin(&self) -> String {
        session_of(self.session)
    }
}

/// A session's secret is the SHA-256 of an id: the scene says of which.
fn session_of(name: Option<&str>) -> String {
    let secret = name.map_or("''".to_owned(), |name| format!("encode(sha256(uuid_send('{}')), 'hex')", id(name)));
    format!("select set_config('app.session', {secret}, true)")
}

/// From then on it is another session of the caller's, in which they have proved just now who they are.
const CONFIRMED: &str = "
    select set_config('app.session',
                      encode(sha256('confirmed' || decode(current_setting('app.session'), 'hex')), 'hex'), true)";

const SCENE: &str = include_str!("scene.sql");

/// What is in the database before anyone asks, made by a role that may become the owner's and the server's.
pub fn sql() -> String {
    with_ids(SCENE)
}

/// What a record is to a caller.
///
/// # Arguments
/// `record`: as the tables' labels have it, `Freda's` or `Otis's`.
pub fn relation(caller: &str, record: &str) -> &'static str {
    match (caller, record) {
        ("patient", "Freda's") | ("other patient", "Otis's") => "own",
        ("author" | "colleague" | "break-glass" | "cover", "Freda's") | ("other provider", "Otis's") => "treated",
        ("caregiver", "Freda's") => "cared for",
        _ => "other",
    }
}

/// The id behind a name of at most 16 letters: its bytes, which no id of a running database has.
pub fn id(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (byte, letter) in bytes.iter_mut().zip(name.bytes()) {
        *byte = letter;
    }
    Uuid::from_bytes(bytes)
}

/// Puts the ids in place of the names in braces, and all ids of the scene in place of `{*}`; `'{}'` stays. `{as name}` is a
/// statement after which it is that account's session, and `{confirmed}` one after which the caller has proved just now who
/// they are.
pub fn with_ids(sql: &str) -> String {
    let mut result = String::new();
    let mut rest = sql;
    while let Some((before, name, after)) = next_name(rest) {
        result.push_str(before);
        match name {
            "" => result.push_str("{}"),
            "*" => result.push_str(&every_id()),
            "confirmed" => result.push_str(CONFIRMED),
            name => match name.strip_prefix("as ") {
                Some(account) => result.push_str(&session_of(Some(account))),
                None => result.push_str(&format!("'{}'", id(name))),
            },
        }
        rest = after;
    }
    result + rest
}

/// What stands before the first name in braces, the name, and what stands after it.
fn next_name(sql: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = sql.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Every id that the scene names.
pub fn ids() -> BTreeSet<Uuid> {
    let mut ids = BTreeSet::new();
    let mut rest = SCENE;
    while let Some((_, name, after)) = next_name(rest) {
        if !name.is_empty() && !name.contains(' ') {
            ids.insert(id(name));
        }
        rest = after;
    }
    ids
}

/// An array of them.
fn every_id() -> String {
    let ids: Vec<String> = ids().iter().map(Uuid::to_string).collect();
    format!("'{{{}}}'::uuid[]", ids.join(","))
}
