use std::{
    collections::HashSet,
    io::{BufRead, ErrorKind},
};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Batch, Epoch, Event, Fault, PublicKey, Report, Root, Verifier};

/// A line of an export: a batch, then its events in the order in which they were sealed, then the next batch; an epoch where
/// it begins; events that weren't sealed yet come last.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    Batch(Batch),
    Epoch(Epoch),
    Event(ExportedEvent),
}

/// An event and the batch that sealed it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportedEvent {
    pub batch: Option<i64>,
    pub event: Event,
}

/// Checks an export: every batch, and every event of each. What is wrong is in the report.
pub fn verify_lines(lines: impl BufRead, trusted: Vec<PublicKey>, kept: Vec<Root>) -> Report {
    let mut verifier = Verifier::new(trusted, kept);
    let mut current: Option<(Batch, Vec<Event>)> = None;
    for (index, line) in lines.lines().enumerate() {
        let is_over = line.as_ref().is_err_and(|error| error.kind() != ErrorKind::InvalidData);
        match line.ok().and_then(|line| serde_json::from_str(&line).ok()) {
            None => verifier.add(Fault::UnreadableLine { line: index + 1 }),
            Some(Line::Batch(batch)) => {
                close(&mut verifier, current.take());
                verifier.batch(&batch);
                current = Some((batch, Vec::new()));
            }
            Some(Line::Epoch(epoch)) => {
                close(&mut verifier, current.take());
                verifier.epoch(&epoch);
            }
            Some(Line::Event(ExportedEvent { batch: None, .. })) => {}
            Some(Line::Event(ExportedEvent { batch: Some(number), event })) => {
                match current.as_mut().filter(|(batch, _)| batch.number == number) {
                    Some((_, events)) => events.push(event),
                    None => verifier.add(Fault::EventAdded { id: event.id }),
                }
            }
        }
        if is_over {
            break;
        }
    }
    close(&mut verifier, current);
    verifier.finish()
}

/// The batch whose events were all read.
fn close(verifier: &mut Verifier, batch: Option<(Batch, Vec<Event>)>) {
    let Some((batch, events)) = batch else { return };
    let sealed: HashSet<Uuid> = batch.events.iter().map(|sealed| sealed.id).collect();
    let there: HashSet<Uuid> = events.iter().map(|event| event.id).collect();
    let mut in_order = batch.events.iter().map(|sealed| sealed.id).filter(|id| there.contains(id));
    let mut is_in_order = true;
    for (position, event) in events.iter().enumerate() {
        if !sealed.contains(&event.id) {
            verifier.add(Fault::EventAdded { id: event.id });
        } else if is_in_order && in_order.next() != Some(event.id) {
            is_in_order = false;
            verifier.add(Fault::EventReordered { batch: batch.number, position, id: event.id });
        }
    }
    verifier.events(&batch, events);
}
