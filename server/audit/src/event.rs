use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Hash;

const KIND: &str = "carechart audit event 1";

/// An event as it is hashed and exported: who, in which role and by which right, whose record, what, when, from where.
///
/// The fields stand in the order of their names, and hold nothing that JSON has several spellings for: so what serde
/// writes is the canonical JSON of RFC 8785, which the database writes, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    pub access_right: String,
    pub action: String,
    pub actor_role: String,
    pub actor_user_id: Option<Uuid>,
    /// An IP address as Postgres' `host()` writes it.
    pub address: Option<String>,
    /// In UTC with six decimals, such as `2026-11-25T09:30:00.123456Z`: it sorts as text.
    pub at: String,
    pub id: Uuid,
    pub patient_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
}

impl Event {
    /// What a batch keeps of it.
    pub fn hash(&self) -> Hash {
        // A struct of texts can't fail to be written; if it did, no event would have the hash of nothing.
        Hash::of(KIND, &serde_json::to_vec(self).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed apart from this program: `printf 'carechart audit event 1\n{…}' | sha256sum`.
    #[test]
    fn the_hash_is_that_of_the_documented_text() {
        let event = Event {
            access_right: "treating".into(),
            action: "chart.read".into(),
            actor_role: "provider".into(),
            actor_user_id: Some(Uuid::from_u128(1)),
            address: Some("192.0.2.1".into()),
            at: "2026-11-25T09:30:00.123456Z".into(),
            id: Uuid::from_u128(2),
            patient_id: Some(Uuid::from_u128(3)),
            session_id: None,
            subject_id: None,
        };
        assert_eq!(event.hash().to_string(), "42beadbdebc5f38fa571f45f4d9256471b1ba9a202b1647666b05dda6d2a4314");
    }
}
