use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::Hash;

/// An event as it is hashed and exported: who, in which role and by which right, whose record, what, when, from where.
///
/// The fields stand in the order of their names, and hold nothing that JSON has several spellings for: so what serde
/// writes is the canonical JSON of RFC 8785, which the database writes, too. Format 1 lacks `occurred_at` and `times`.
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
    /// When it happened, where it was told later than that, written as `at`. `None` in format 1, which has no such member.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub occurred_at: Option<Option<String>>,
    pub patient_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    /// For how many it stands: a refusal that was repeated. `None` in format 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub times: Option<i32>,
}

/// A member that is there, `null` or not.
fn member<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl Event {
    /// What a batch keeps of it.
    pub fn hash(&self) -> Hash {
        // A struct of texts can't fail to be written; if it did, no event would have the hash of nothing.
        let kind = if self.times.is_none() { "carechart audit event 1" } else { "carechart audit event 2" };
        Hash::of(kind, &serde_json::to_vec(self).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        Event {
            access_right: "treating".into(),
            action: "chart.read".into(),
            actor_role: "provider".into(),
            actor_user_id: Some(Uuid::from_u128(1)),
            address: Some("192.0.2.1".into()),
            at: "2026-11-25T09:30:00.123456Z".into(),
            id: Uuid::from_u128(2),
            occurred_at: None,
            patient_id: Some(Uuid::from_u128(3)),
            session_id: None,
            subject_id: None,
            times: None,
        }
    }

    /// Computed apart from this program: `printf 'carechart audit event 1\n{…}' | sha256sum`.
    #[test]
    fn the_hash_is_that_of_the_documented_text() {
        assert_eq!(event().hash().to_string(), "42beadbdebc5f38fa571f45f4d9256471b1ba9a202b1647666b05dda6d2a4314");
        let told_later =
            Event { occurred_at: Some(Some("2026-11-25T08:00:00.000000Z".into())), times: Some(1), ..event() };
        assert_eq!(told_later.hash().to_string(), "6b551f4126abfbfe45be59ba13c750ef5620f9fe44aa59773e187c9c33b07d2b");
        let summed_up = Event { occurred_at: Some(None), times: Some(4212), ..event() };
        assert_eq!(summed_up.hash().to_string(), "8d05cc94d89c89e6ea3d082e180c79bb0453a56b9c39cf9df374f57b65de6dfd");
    }

    #[test]
    fn an_event_of_either_format_is_read_as_it_was_written() {
        for event in [event(), Event { occurred_at: Some(None), times: Some(1), ..event() }] {
            let text = serde_json::to_string(&event).unwrap();
            assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event, "{text}");
        }
    }
}
