use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Hash, PublicKey, Root, SigningKey};

const KIND: &str = "carechart audit epoch 1";

/// Where the chain goes on although it doesn't continue what was kept outside of the database: it holds both roots, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Epoch {
    /// In UTC, written as an event's time.
    pub begun_at: String,
    /// The newest root that was kept outside of the database; number 0 when none was.
    pub kept_number: i64,
    pub kept_root: Hash,
    /// One more than both.
    pub number: i64,
    /// The database's newest, which the epoch continues; number 0 before the first.
    pub previous_number: i64,
    pub previous_root: Hash,
    /// In an administrator's words.
    pub reason: String,
    pub root: Hash,
    pub public_key: PublicKey,
    #[serde(with = "hex")]
    pub signature: Vec<u8>,
}

/// What the root covers, in the order of the names: RFC 8785.
#[derive(Serialize)]
struct Covered<'a> {
    begun_at: &'a str,
    kept_number: i64,
    kept_root: Hash,
    number: i64,
    previous_number: i64,
    previous_root: Hash,
    reason: &'a str,
}

impl Epoch {
    /// The epoch that continues `previous`, the database's newest root, while `kept` was the newest outside of it; signed.
    pub fn begin(previous: Root, kept: Root, begun_at: String, reason: String, key: &SigningKey) -> Self {
        let mut epoch = Self {
            begun_at,
            kept_number: kept.number,
            kept_root: kept.hash,
            number: previous.number.max(kept.number).saturating_add(1),
            previous_number: previous.number,
            previous_root: previous.hash,
            reason,
            root: Hash::default(),
            public_key: key.public(),
            signature: Vec::new(),
        };
        epoch.root = epoch.computed_root();
        epoch.signature = key.sign(&epoch.root.0);
        epoch
    }

    /// The root that the contents have, whatever the epoch says of it.
    pub fn computed_root(&self) -> Hash {
        let Self { begun_at, kept_number, kept_root, number, previous_number, previous_root, reason, .. } = self;
        let covered = Covered {
            begun_at,
            kept_number: *kept_number,
            kept_root: *kept_root,
            number: *number,
            previous_number: *previous_number,
            previous_root: *previous_root,
            reason,
        };
        Hash::of(KIND, &serde_json::to_vec(&covered).unwrap_or_default())
    }

    /// Whether the key that the epoch names signed its root.
    pub fn is_signed(&self) -> bool {
        self.public_key.verifies(&self.root.0, &self.signature)
    }

    /// What to keep outside of the database.
    pub fn as_root(&self) -> Root {
        Root { number: self.number, hash: self.root }
    }

    /// The database's newest root when the epoch began.
    pub fn previous(&self) -> Root {
        Root { number: self.previous_number, hash: self.previous_root }
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { begun_at, kept_number, kept_root, number, previous_number, previous_root, reason, .. } = self;
        write!(
            f,
            "An epoch began at {begun_at} with number {number}, while the database's newest root was {previous_number} \
             {previous_root} and the newest one kept outside was {kept_number} {kept_root}. The reason given: {reason}"
        )
    }
}
