use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::{Batch, Epoch, Event, Fault, Hash, PublicKey, Report, Root, batch::SealedEvent};

/// How many events a batch holds at most.
pub const MOST_EVENTS: usize = 5_000;

/// By how much two clocks may differ: what was sealed before the database's own time was taken has the server's.
const CLOCKS: TimeDelta = TimeDelta::minutes(5);

/// How long before its commit an event's transaction began at most, which is the event's time.
const TRANSACTION: TimeDelta = TimeDelta::days(1);

/// Checks batches in their order, and goes on after a fault.
#[derive(Debug)]
pub struct Verifier {
    trusted: Vec<PublicKey>,
    /// Roots that were kept outside of the database, by their number.
    kept: HashMap<i64, Vec<Hash>>,
    sealed: HashSet<Uuid>,
    sealed_at: Option<DateTime<Utc>>,
    /// No event of the next batch is older: they were all sealed then that waited.
    none_before: Option<DateTime<Utc>>,
    report: Report,
}

impl Verifier {
    /// `trusted` and `kept` come from outside of the database: whoever could change it could change them there, too.
    pub fn new(trusted: Vec<PublicKey>, kept: Vec<Root>) -> Self {
        let mut by_number: HashMap<i64, Vec<Hash>> = HashMap::new();
        for root in kept {
            by_number.entry(root.number).or_default().push(root.hash);
        }
        Self {
            trusted,
            kept: by_number,
            sealed: HashSet::new(),
            sealed_at: None,
            none_before: None,
            report: Report::default(),
        }
    }

    /// The newest that was checked.
    pub fn newest(&self) -> Root {
        self.report.newest
    }

    /// Something that was found beside the batches.
    pub fn add(&mut self, fault: Fault) {
        self.report.add(fault);
    }

    /// The next batch, by itself and after the one before. Its faults are in the report.
    pub fn batch(&mut self, batch: &Batch) {
        let number = batch.number;
        let before = self.report.newest;
        if number <= before.number {
            self.add(Fault::BatchOutOfPlace { number });
        } else if number - 1 > before.number {
            self.add(Fault::BatchMissing { expected: before.number + 1, found: number });
        } else if batch.previous_root != before.hash {
            self.add(Fault::BatchUnchained { number });
        }
        if batch.events.is_empty() || batch.events.len() > MOST_EVENTS {
            self.add(Fault::BatchMalformed { number });
        }
        if batch.computed_root() != batch.root {
            self.add(Fault::BatchAltered { number });
        }
        if !self.trusted.contains(&batch.public_key) || !batch.is_signed() {
            self.add(Fault::BatchUnsigned { number });
        }
        let sealed_at = time(&batch.sealed_at);
        if sealed_at.is_none() || self.sealed_at.is_some_and(|before| sealed_at < Some(before - CLOCKS)) {
            self.add(Fault::SealTimeUnfit { number });
        }
        self.sealed_at = sealed_at.or(self.sealed_at);
        self.compare_with_kept(batch.as_root());
        self.report.newest = batch.as_root();
    }

    /// Where an epoch begins. It is in the report, and so are its faults.
    pub fn epoch(&mut self, epoch: &Epoch) {
        let number = epoch.number;
        let continues = epoch.previous() == self.report.newest && number > epoch.previous_number;
        if !continues || epoch.kept_number >= number || epoch.computed_root() != epoch.root {
            self.add(Fault::EpochAltered { number });
        }
        if !self.trusted.contains(&epoch.public_key) || !epoch.is_signed() {
            self.add(Fault::EpochUnsigned { number });
        }
        // What the epoch says was kept and isn't here any more is no fault beside it: but it must be what was kept.
        let lost = epoch.previous_number.saturating_add(1)..=epoch.kept_number;
        if self.kept.get(&epoch.kept_number).is_some_and(|kept| !kept.contains(&epoch.kept_root)) {
            self.add(Fault::RootDiffers { number: epoch.kept_number });
        }
        self.kept.retain(|number, _| !lost.contains(number));
        self.compare_with_kept(epoch.as_root());
        self.none_before = None;
        self.report.epochs.push(epoch.clone());
        self.report.newest = epoch.as_root();
    }

    /// The batch's events, in any order. Of each that is missing, altered or of another time there is a fault.
    pub fn events(&mut self, batch: &Batch, events: impl IntoIterator<Item = Event>) {
        let by_id: HashMap<Uuid, Event> = events.into_iter().map(|event| (event.id, event)).collect();
        let number = batch.number;
        let latest = time(&batch.sealed_at).map(|at| at + CLOCKS);
        let mut last: Option<(&str, Uuid)> = None;
        let mut is_ordered = true;
        for (position, SealedEvent { hash, id }) in batch.events.iter().copied().enumerate() {
            if !self.sealed.insert(id) {
                self.add(Fault::EventSealedTwice { batch: number, id });
            }
            let Some(event) = by_id.get(&id) else {
                self.add(Fault::EventMissing { batch: number, position, id });
                continue;
            };
            if event.hash() != hash {
                self.add(Fault::EventAltered { batch: number, position, id });
                continue;
            }
            self.report.events += 1;
            let at = time(&event.at);
            let is_too_old = self.none_before.is_some_and(|before| at < Some(before - TRANSACTION));
            if at.is_none() || is_too_old || latest.is_some_and(|latest| at > Some(latest)) {
                self.add(Fault::EventTimeUnfit { batch: number, id });
            }
            is_ordered &= last < Some((&event.at, id));
            last = Some((&event.at, id));
        }
        if !is_ordered {
            self.add(Fault::BatchMalformed { number });
        }
        // A full batch leaves others waiting, the later ones.
        self.none_before = match last {
            Some((at, _)) if batch.events.len() >= MOST_EVENTS => time(at),
            _ => time(&batch.sealed_at).map(|at| at - CLOCKS),
        };
    }

    /// Once all batches were checked: [`Fault::TailMissing`] when a root from outside is of a later one.
    pub fn finish(mut self) -> Report {
        let found = self.report.newest.number;
        if let Some(expected) = self.kept.keys().copied().max().filter(|expected| *expected > found) {
            self.add(Fault::TailMissing { expected, found });
        }
        self.report
    }

    fn compare_with_kept(&mut self, root: Root) {
        if self.kept.get(&root.number).is_some_and(|kept| kept.iter().any(|hash| *hash != root.hash)) {
            self.add(Fault::RootDiffers { number: root.number });
        }
    }
}

/// `None` for a text that is no time: nobody has sealed then.
fn time(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc())
}
