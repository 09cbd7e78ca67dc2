//! A chain as the server makes it, and everything that somebody might do to it.

#![allow(clippy::unwrap_used)]

use audit::{
    Batch, Epoch, Event, ExportedEvent, Fault, Hash, Line, PublicKey, Report, Root, SealedEvent, SigningKey,
    verify_lines,
};
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
        occurred_at: Some(None),
        patient_id: Some(Uuid::from_u128(8)),
        session_id: None,
        subject_id: None,
        times: Some(1),
    }
}

struct Chain {
    key: SigningKey,
    batches: Vec<(Batch, Vec<Event>)>,
    /// After the batches.
    epoch: Option<Epoch>,
}

impl Chain {
    /// Three batches of three events each: 1 to 9.
    fn new() -> Self {
        let key: SigningKey = SigningKey::generate().unwrap().parse().unwrap();
        let mut chain = Self { key, batches: Vec::new(), epoch: None };
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

    fn verify_keeping(&self, kept: Vec<Root>) -> Report {
        self.verify_with(vec![self.key.public()], kept)
    }

    fn verify_with(&self, trusted: Vec<PublicKey>, kept: Vec<Root>) -> Report {
        let mut text = String::new();
        for (batch, events) in &self.batches {
            let events = events.iter().cloned();
            let events = events.map(|event| Line::Event(ExportedEvent { batch: Some(batch.number), event }));
            for line in std::iter::once(Line::Batch(batch.clone())).chain(events) {
                text += &serde_json::to_string(&line).unwrap();
                text += "\n";
            }
        }
        if let Some(epoch) = &self.epoch {
            text += &serde_json::to_string(&Line::Epoch(epoch.clone())).unwrap();
            text += "\n";
        }
        let waiting = Line::Event(ExportedEvent { batch: None, event: event(99) });
        text += &serde_json::to_string(&waiting).unwrap();
        verify_lines(text.as_bytes(), trusted, kept)
    }

    fn faults(&self) -> Vec<Fault> {
        self.verify_keeping(Vec::new()).faults
    }
}

#[test]
fn an_untouched_chain_is_whole() {
    let chain = Chain::new();
    let newest = chain.batches[2].0.as_root();
    let report = chain.verify_keeping(vec![chain.batches[0].0.as_root(), newest]);
    assert!(report.is_whole());
    assert_eq!((report.events, report.newest), (9, newest));
    assert_eq!(newest.to_string().parse(), Ok(newest));
}

#[test]
fn an_event_that_is_missing_altered_moved_or_added_is_named() {
    let mut chain = Chain::new();
    chain.batches[1].1.remove(1);
    assert_eq!(chain.faults(), [Fault::EventMissing { batch: 2, position: 1, id: Uuid::from_u128(5) }]);

    let mut chain = Chain::new();
    chain.batches[1].1.pop();
    assert_eq!(chain.faults(), [Fault::EventMissing { batch: 2, position: 2, id: Uuid::from_u128(6) }]);

    let mut chain = Chain::new();
    chain.batches[2].1[0].actor_user_id = None;
    assert_eq!(chain.faults(), [Fault::EventAltered { batch: 3, position: 0, id: Uuid::from_u128(7) }]);

    let mut chain = Chain::new();
    chain.batches[0].1.swap(0, 2);
    assert_eq!(chain.faults(), [Fault::EventReordered { batch: 1, position: 0, id: Uuid::from_u128(3) }]);

    let mut chain = Chain::new();
    chain.batches[0].1.insert(1, event(50));
    assert_eq!(chain.faults(), [Fault::EventAdded { id: Uuid::from_u128(50) }]);
}

#[test]
fn an_event_altered_together_with_its_seal_is_noticed() {
    let mut chain = Chain::new();
    let altered = &mut chain.batches[1];
    altered.1[0].action = "session.begin".into();
    altered.0.events[0].hash = altered.1[0].hash();
    assert_eq!(chain.faults(), [Fault::BatchAltered { number: 2 }]);
    let root = chain.batches[1].0.computed_root();
    chain.batches[1].0.root = root;
    assert_eq!(chain.faults(), [Fault::BatchUnsigned { number: 2 }, Fault::BatchUnchained { number: 3 }]);
}

#[test]
fn a_batch_that_is_missing_moved_or_made_anew_is_named() {
    let mut chain = Chain::new();
    chain.batches.remove(1);
    assert_eq!(chain.faults(), [Fault::BatchMissing { expected: 2, found: 3 }]);

    let mut chain = Chain::new();
    chain.batches.swap(1, 2);
    assert_eq!(chain.faults(), [Fault::BatchMissing { expected: 2, found: 3 }, Fault::BatchOutOfPlace { number: 2 }]);

    // Whoever has the key can make a batch anew, but not what follows it, unless all of it.
    let mut chain = Chain::new();
    let (first, events) = (chain.batches[0].0.as_root(), vec![event(5), event(6)]);
    chain.batches[1] = (chain.seal(first, &events), events);
    assert_eq!(chain.faults(), [Fault::BatchUnchained { number: 3 }]);

    // Somebody without the key signs with one of their own.
    let mut chain = Chain::new();
    let trusted = vec![chain.key.public()];
    chain.key = SigningKey::generate().unwrap().parse().unwrap();
    let (second, events) = (chain.batches[1].0.as_root(), vec![event(7)]);
    chain.batches[2] = (chain.seal(second, &events), events);
    assert_eq!(chain.verify_with(trusted, Vec::new()).faults, [Fault::BatchUnsigned { number: 3 }]);
}

#[test]
fn an_end_that_was_cut_off_or_replaced_shows_in_a_root_kept_elsewhere() {
    let mut chain = Chain::new();
    let newest = chain.batches[2].0.as_root();
    let (last, mut events) = chain.batches.pop().unwrap();
    assert_eq!(chain.faults(), []);
    assert_eq!(chain.verify_keeping(vec![newest]).faults, [Fault::TailMissing { expected: 3, found: 2 }]);

    events.pop();
    let batch = chain.seal(Root { number: 2, hash: last.previous_root }, &events);
    chain.batches.push((batch, events));
    assert_eq!(chain.verify_keeping(vec![newest]).faults, [Fault::RootDiffers { number: 3 }]);
}

#[test]
fn every_fault_is_named_and_not_the_first_alone() {
    let mut chain = Chain::new();
    chain.batches[0].1[1].action = "session.begin".into();
    chain.batches[1].1.remove(0);
    chain.batches[2].0.signature[0] ^= 1;
    let faults = [
        Fault::EventAltered { batch: 1, position: 1, id: Uuid::from_u128(2) },
        Fault::EventMissing { batch: 2, position: 0, id: Uuid::from_u128(4) },
        Fault::BatchUnsigned { number: 3 },
    ];
    let report = chain.verify_keeping(Vec::new());
    assert_eq!((report.faults.as_slice(), report.events), (faults.as_slice(), 7));
    assert!(!report.is_whole());
}

#[test]
fn an_epoch_explains_what_was_cut_off_and_is_reported_for_ever() {
    let mut chain = Chain::new();
    let lost: Vec<Root> = chain.batches.drain(1..).map(|(batch, _)| batch.as_root()).collect();
    let (previous, kept) = (chain.batches[0].0.as_root(), lost[1]);
    let epoch = Epoch::begin(previous, kept, TIME.into(), "restored from Monday's copy".into(), &chain.key);
    assert_eq!(epoch.number, 4);
    chain.epoch = Some(epoch.clone());
    let report = chain.verify_keeping([lost.clone(), vec![previous, epoch.as_root()]].concat());
    assert_eq!((report.faults.as_slice(), report.newest), ([].as_slice(), epoch.as_root()));
    assert_eq!(report.epochs, std::slice::from_ref(&epoch));
    assert!(report.to_string().contains("restored from Monday's copy"));

    // It explains what it names, and nothing else.
    let other = Root { number: 3, hash: Hash([7; 32]) };
    assert_eq!(chain.verify_keeping(vec![other]).faults, [Fault::RootDiffers { number: 3 }]);
    let before = Root { number: 1, hash: Hash([7; 32]) };
    assert_eq!(chain.verify_keeping(vec![before]).faults, [Fault::RootDiffers { number: 1 }]);

    chain.epoch = Some(Epoch { reason: "nothing happened".into(), ..epoch.clone() });
    assert_eq!(chain.faults(), [Fault::EpochAltered { number: 4 }]);
    let stranger: SigningKey = SigningKey::generate().unwrap().parse().unwrap();
    chain.epoch = Some(Epoch::begin(previous, kept, TIME.into(), "ours".into(), &stranger));
    assert_eq!(chain.faults(), [Fault::EpochUnsigned { number: 4 }]);
    chain.epoch = Some(Epoch::begin(kept, kept, TIME.into(), "ours".into(), &chain.key));
    assert_eq!(chain.faults(), [Fault::EpochAltered { number: 4 }]);
}

#[test]
fn a_batch_whose_times_or_events_make_no_sense_is_refused() {
    let first = |events: &[Event]| {
        let mut chain = Chain::new();
        chain.batches.truncate(1);
        chain.batches[0] = (chain.seal(Root::default(), events), events.to_vec());
        chain.faults()
    };
    let at = |number: u128, at: &str| Event { at: at.into(), ..event(number) };
    let unfit = |id: u128| Fault::EventTimeUnfit { batch: 1, id: Uuid::from_u128(id) };
    assert_eq!(first(&[at(1, "2026-11-25T09:00:00.000000Z"), event(2)]), []);
    assert_eq!(first(&[]), [Fault::BatchMalformed { number: 1 }]);
    assert_eq!(first(&[event(2), event(1)]), [Fault::BatchMalformed { number: 1 }]);
    assert_eq!(first(&[event(1), at(2, "2026-11-25T10:30:00.000000Z")]), [unfit(2)]);
    assert_eq!(first(&[event(1), at(2, "yesterday")]), [unfit(2)]);
    let twice = Fault::EventSealedTwice { batch: 1, id: Uuid::from_u128(1) };
    assert_eq!(first(&[event(1), event(1)]), [twice, Fault::BatchMalformed { number: 1 }]);

    // Once all that waited was sealed, nothing older can come.
    let mut chain = Chain::new();
    let old = vec![at(4, "2026-11-20T09:00:00.000000Z")];
    let batch = chain.seal(chain.batches[0].0.as_root(), &old);
    chain.batches.truncate(1);
    chain.batches.push((batch, old));
    assert_eq!(chain.faults(), [Fault::EventTimeUnfit { batch: 2, id: Uuid::from_u128(4) }]);

    // Nor a seal of before.
    let mut chain = Chain::new();
    let events = vec![event(4)];
    let sealed = vec![SealedEvent { hash: events[0].hash(), id: events[0].id }];
    let first = chain.batches[0].0.as_root();
    let batch = Batch::seal(first, "2026-11-25T09:00:00.000000Z".into(), sealed, &chain.key);
    chain.batches.truncate(1);
    chain.batches.push((batch, events));
    let unfit = [Fault::SealTimeUnfit { number: 2 }, Fault::EventTimeUnfit { batch: 2, id: Uuid::from_u128(4) }];
    assert_eq!(chain.faults(), unfit);
}

#[test]
fn rubbish_is_named_and_ends_nothing() {
    let chain = Chain::new();
    let (batch, _) = &chain.batches[0];
    let text = serde_json::to_string(&Line::Batch(batch.clone())).unwrap();
    let rubbish: Vec<u8> = [
        b"{\"type\":\"batch\"}\n".as_slice(),
        b"\xff\xfe\n",
        text.replace("\"number\":1", "\"number\":-9223372036854775808").as_bytes(),
        b"\n",
        text.replace("\"number\":1", "\"number\":9223372036854775807").as_bytes(),
    ]
    .concat();
    let report = verify_lines(rubbish.as_slice(), vec![chain.key.public()], Vec::new());
    assert_eq!(report.faults[..2], [Fault::UnreadableLine { line: 1 }, Fault::UnreadableLine { line: 2 }]);
    assert!(report.faults.contains(&Fault::BatchOutOfPlace { number: i64::MIN }));
    assert!(report.faults.contains(&Fault::BatchAltered { number: i64::MAX }));
    assert_eq!(report.events, 0);
}
