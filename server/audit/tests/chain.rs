//! A chain as the server makes it, and everything that somebody might do to it.

#![allow(clippy::unwrap_used)]

use audit::{Batch, Event, ExportedEvent, Fault, Line, PublicKey, Root, SealedEvent, SigningKey, verify_lines};
use uuid::Uuid;

const TIME: &str = "2026-11-25T09:30:00.000000Z";

fn event(number: u128) -> Event {
    Event {
        access_right: "treating".into(),
        action: "chart.read".into(),
        actor_role: "provider".into(),
        actor_user_id: Some(Uuid::from_u128(7)),
        address: None,
        at: TIME.into(),
        id: Uuid::from_u128(number),
        patient_id: Some(Uuid::from_u128(8)),
        session_id: None,
        subject_id: None,
    }
}

struct Chain {
    key: SigningKey,
    batches: Vec<(Batch, Vec<Event>)>,
}

impl Chain {
    /// Three batches of three events each: 1 to 9.
    fn new() -> Self {
        let key: SigningKey = SigningKey::generate().unwrap().parse().unwrap();
        let mut chain = Self { key, batches: Vec::new() };
        for first in [1, 4, 7] {
            let events: Vec<Event> = (first..first + 3).map(event).collect();
            let previous = chain.batches.last().map(|(batch, _)| batch.as_root()).unwrap_or_default();
            let batch = chain.seal(previous, &events);
            chain.batches.push((batch, events));
        }
        chain
    }

    fn seal(&self, previous: Root, events: &[Event]) -> Batch {
        let sealed = events.iter().map(|event| SealedEvent { hash: event.hash(), id: event.id }).collect();
        Batch::seal(previous, TIME.into(), sealed, &self.key)
    }

    fn verify_keeping(&self, kept: Vec<Root>) -> Result<audit::Report, Fault> {
        self.verify_with(vec![self.key.public()], kept)
    }

    fn verify_with(&self, trusted: Vec<PublicKey>, kept: Vec<Root>) -> Result<audit::Report, Fault> {
        let mut text = String::new();
        for (batch, events) in &self.batches {
            let events = events.iter().cloned();
            let events = events.map(|event| Line::Event(ExportedEvent { batch: Some(batch.number), event }));
            for line in std::iter::once(Line::Batch(batch.clone())).chain(events) {
                text += &serde_json::to_string(&line).unwrap();
                text += "\n";
            }
        }
        let waiting = Line::Event(ExportedEvent { batch: None, event: event(99) });
        text += &serde_json::to_string(&waiting).unwrap();
        verify_lines(text.as_bytes(), trusted, kept)
    }

    fn fault(&self) -> Fault {
        self.verify_keeping(Vec::new()).unwrap_err()
    }
}

#[test]
fn an_untouched_chain_is_whole() {
    let chain = Chain::new();
    let newest = chain.batches[2].0.as_root();
    let report = chain.verify_keeping(vec![chain.batches[0].0.as_root(), newest]).unwrap();
    assert_eq!((report.events, report.newest), (9, newest));
    assert_eq!(newest.to_string().parse(), Ok(newest));
}

#[test]
fn an_event_that_is_missing_altered_moved_or_added_is_named() {
    let mut chain = Chain::new();
    chain.batches[1].1.remove(1);
    assert_eq!(chain.fault(), Fault::EventMissing { batch: 2, position: 1, id: Uuid::from_u128(5) });

    let mut chain = Chain::new();
    chain.batches[1].1.pop();
    assert_eq!(chain.fault(), Fault::EventMissing { batch: 2, position: 2, id: Uuid::from_u128(6) });

    let mut chain = Chain::new();
    chain.batches[2].1[0].actor_user_id = None;
    assert_eq!(chain.fault(), Fault::EventAltered { batch: 3, position: 0, id: Uuid::from_u128(7) });

    let mut chain = Chain::new();
    chain.batches[0].1.swap(0, 2);
    assert_eq!(chain.fault(), Fault::EventReordered { batch: 1, position: 0, id: Uuid::from_u128(3) });

    let mut chain = Chain::new();
    chain.batches[0].1.insert(1, event(50));
    assert_eq!(chain.fault(), Fault::EventAdded { id: Uuid::from_u128(50) });
}

#[test]
fn an_event_altered_together_with_its_seal_is_noticed() {
    let mut chain = Chain::new();
    let altered = &mut chain.batches[1];
    altered.1[0].action = "session.begin".into();
    altered.0.events[0].hash = altered.1[0].hash();
    assert_eq!(chain.fault(), Fault::BatchAltered { number: 2 });
    let root = chain.batches[1].0.computed_root();
    chain.batches[1].0.root = root;
    assert_eq!(chain.fault(), Fault::BatchUnsigned { number: 2 });
}

#[test]
fn a_batch_that_is_missing_moved_or_made_anew_is_named() {
    let mut chain = Chain::new();
    chain.batches.remove(1);
    assert_eq!(chain.fault(), Fault::BatchMissing { expected: 2, found: 3 });

    let mut chain = Chain::new();
    chain.batches.swap(1, 2);
    assert_eq!(chain.fault(), Fault::BatchMissing { expected: 2, found: 3 });

    // Whoever has the key can make a batch anew, but not what follows it, unless all of it.
    let mut chain = Chain::new();
    let (first, events) = (chain.batches[0].0.as_root(), vec![event(5), event(6)]);
    chain.batches[1] = (chain.seal(first, &events), events);
    assert_eq!(chain.fault(), Fault::BatchUnchained { number: 3 });

    // Somebody without the key signs with one of their own.
    let mut chain = Chain::new();
    let trusted = vec![chain.key.public()];
    chain.key = SigningKey::generate().unwrap().parse().unwrap();
    let (second, events) = (chain.batches[1].0.as_root(), vec![event(7)]);
    chain.batches[2] = (chain.seal(second, &events), events);
    assert_eq!(chain.verify_with(trusted, Vec::new()).unwrap_err(), Fault::BatchUnsigned { number: 3 });
}

#[test]
fn an_end_that_was_cut_off_or_replaced_shows_in_a_root_kept_elsewhere() {
    let mut chain = Chain::new();
    let newest = chain.batches[2].0.as_root();
    let (last, mut events) = chain.batches.pop().unwrap();
    assert!(chain.verify_keeping(Vec::new()).is_ok());
    assert_eq!(chain.verify_keeping(vec![newest]).unwrap_err(), Fault::TailMissing { expected: 3, found: 2 });

    events.pop();
    let batch = chain.seal(Root { number: 2, hash: last.previous_root }, &events);
    chain.batches.push((batch, events));
    assert_eq!(chain.verify_keeping(vec![newest]).unwrap_err(), Fault::RootDiffers { number: 3 });
}
