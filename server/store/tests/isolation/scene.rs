//! The scene: who asks, and the records that they ask about.

use uuid::Uuid;

/// Everyone who may ask, as the text file names them, with their account; nobody has none.
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

/// What is in the database before anyone asks.
pub fn sql() -> String {
    with_ids(include_str!("scene.sql"))
}

/// The id behind a name of at most 16 letters: its bytes.
pub fn id(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    Uuid::from_bytes(bytes)
}

/// Puts the ids in place of the names in braces; `'{}'` stays.
pub fn with_ids(sql: &str) -> String {
    let mut result = String::new();
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        result.push_str(before);
        if name.is_empty() {
            result.push_str("{}");
        } else {
            result.push_str(&format!("'{}'", id(name)));
        }
        rest = after;
    }
    result + rest
}
