//! The scene: who asks, and the records that they ask about. Everybody in it is made up.

use std::collections::BTreeSet;

use uuid::Uuid;

/// Everyone who may ask, as the report names them, with their account; nobody has none.
pub const ROLES: [(&str, Option<&str>); 14] = [
    ("anonymous", None),
    ("patient", Some("u-freda")),
    ("other patient", Some("u-otis")),
    ("author", Some("u-author")),
    ("colleague", Some("u-colleague")),
    ("other provider", Some("u-other")),
    ("unverified", Some("u-unverified")),
    ("former", Some("u-former")),
    ("break-glass", Some("u-emergency")),
    ("cover", Some("u-cover")),
    ("caregiver", Some("u-caregiver")),
    ("past caregiver", Some("u-past")),
    ("suspended", Some("u-suspended")),
    ("administrator", Some("u-admin")),
];

/// Who asks as the role that owns the tables, and as nobody in particular.
pub const OWNER: &str = "the owner";

const SCENE: &str = include_str!("scene.sql");

/// What is in the database before anyone asks, made by a role that may become the owner's and the application's.
pub fn sql() -> String {
    with_ids(SCENE)
}

/// What a record is to a role.
///
/// # Arguments
/// `record`: as the tables' labels have it, `Freda's` or `Otis's`.
pub fn relation(role: &str, record: &str) -> &'static str {
    match (role, record) {
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

/// Puts the ids in place of the names in braces, and all ids of the scene in place of `{*}`; `'{}'` stays.
pub fn with_ids(sql: &str) -> String {
    let mut result = String::new();
    let mut rest = sql;
    while let Some((before, name, after)) = next_name(rest) {
        result.push_str(before);
        match name {
            "" => result.push_str("{}"),
            "*" => result.push_str(&every_id()),
            name => result.push_str(&format!("'{}'", id(name))),
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

/// An array of every id that the scene names.
fn every_id() -> String {
    let mut ids = BTreeSet::new();
    let mut rest = SCENE;
    while let Some((_, name, after)) = next_name(rest) {
        if !name.is_empty() {
            ids.insert(id(name).to_string());
        }
        rest = after;
    }
    let ids: Vec<String> = ids.into_iter().collect();
    format!("'{{{}}}'::uuid[]", ids.join(","))
}
