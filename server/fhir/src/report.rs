//! What became of each resource.

use std::collections::BTreeMap;

/// How many resources were left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    pub count: u64,
    /// Where the first of them stands: the file's name and a JSON pointer.
    pub first: String,
}

/// What became of the resources of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeReport {
    /// Became a row, or part of one.
    pub taken: u64,
    /// Left out, by reason.
    pub skipped: BTreeMap<String, Skipped>,
    /// Taken, but not as it was: what changed, and how often.
    pub changed: BTreeMap<String, u64>,
}

/// What became of a bundle's resources, by type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub types: BTreeMap<String, TypeReport>,
}

/// The reason of every resource whose type isn't mapped.
pub(crate) const NOT_KEPT: &str = "not kept: Carechart has no place for it";

impl Report {
    /// Adds another bundle's report.
    pub fn merge(&mut self, other: Self) {
        for (kind, theirs) in other.types {
            let ours = self.of(&kind);
            ours.taken += theirs.taken;
            for (reason, skipped) in theirs.skipped {
                let mine = ours.skipped.entry(reason).or_insert_with(|| Skipped { count: 0, first: skipped.first });
                mine.count += skipped.count;
            }
            for (change, count) in theirs.changed {
                *ours.changed.entry(change).or_default() += count;
            }
        }
    }

    /// The part of one type.
    pub fn of(&mut self, kind: &str) -> &mut TypeReport {
        self.types.entry(kind.to_owned()).or_default()
    }

    /// Counts a resource that became a row, or part of one.
    pub(crate) fn take(&mut self, kind: &str) {
        self.of(kind).taken += 1;
    }

    /// Counts a resource that was left out.
    pub fn skip(&mut self, kind: &str, reason: impl Into<String>, place: &str) {
        let skipped = self.of(kind).skipped.entry(reason.into()).or_default();
        if skipped.count == 0 {
            skipped.first = place.to_owned();
        }
        skipped.count += 1;
    }

    /// Counts something that was taken, but not as it was.
    pub(crate) fn change(&mut self, kind: &str, change: impl Into<String>) {
        *self.of(kind).changed.entry(change.into()).or_default() += 1;
    }
}
