use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Hash, PublicKey, SigningKey};

const KIND: &str = "carechart audit batch 1";

/// An event in a batch: which one, and what it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedEvent {
    pub hash: Hash,
    pub id: Uuid,
}

/// Events that were sealed together, in the order of their time and id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    pub events: Vec<SealedEvent>,
    /// 1 for the first, then one more each.
    pub number: i64,
    /// The root of the batch before; all zeros before the first.
    pub previous_root: Hash,
    /// In UTC, written as an event's time.
    pub sealed_at: String,
    pub root: Hash,
    pub public_key: PublicKey,
    #[serde(with = "hex")]
    pub signature: Vec<u8>,
}

/// What a root covers.
#[derive(Serialize)]
struct Covered<'a> {
    events: &'a [SealedEvent],
    number: i64,
    previous_root: Hash,
    sealed_at: &'a str,
}

impl Batch {
    /// The batch after `previous`, signed.
    pub fn seal(previous: Root, sealed_at: String, events: Vec<SealedEvent>, key: &SigningKey) -> Self {
        let mut batch = Self {
            events,
            number: previous.number + 1,
            previous_root: previous.hash,
            sealed_at,
            root: Hash::default(),
            public_key: key.public(),
            signature: Vec::new(),
        };
        batch.root = batch.computed_root();
        batch.signature = key.sign(&batch.root.0);
        batch
    }

    /// The root that the contents have, whatever the batch says of it.
    pub fn computed_root(&self) -> Hash {
        let Self { events, number, previous_root, sealed_at, .. } = self;
        let covered = Covered { events, number: *number, previous_root: *previous_root, sealed_at };
        Hash::of(KIND, &serde_json::to_vec(&covered).unwrap_or_default())
    }

    /// Whether the key that the batch names signed its root.
    pub fn is_signed(&self) -> bool {
        self.public_key.verifies(&self.root.0, &self.signature)
    }

    /// What to keep outside of the database.
    pub fn as_root(&self) -> Root {
        Root { number: self.number, hash: self.root }
    }
}

/// A batch's number and root, written `12 5f0c…`. Kept somewhere else, it shows a tail that was cut off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Root {
    /// 0 before the first batch.
    pub number: i64,
    pub hash: Hash,
}

impl Root {
    /// As the name of an object: the number with 19 digits, so that names sort as numbers do, and the root.
    pub fn to_name(self) -> String {
        format!("{:019}-{}", self.number, self.hash)
    }

    /// The root with this name; `None` for another kind of name.
    pub fn from_name(name: &str) -> Option<Self> {
        let (number, hash) = name.split_once('-')?;
        Some(Self { number: number.parse().ok()?, hash: hash.parse().ok()? }).filter(|root| root.to_name() == name)
    }
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.hash)
    }
}

impl FromStr for Root {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text
            .trim()
            .split_once(' ')
            .and_then(|(number, hash)| Some(Self { number: number.parse().ok()?, hash: hash.parse().ok()? }));
        parsed.ok_or_else(|| "a root is a number, a space and 64 hexadecimal digits".into())
    }
}
