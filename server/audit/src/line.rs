use std::io::BufRead;

use serde::{Deserialize, Serialize};

use crate::{Batch, Event, Fault, PublicKey, Report, Root, Verifier};

/// A line of an export: a batch, then its events in the order in which they were sealed, then the next batch; events
/// that weren't sealed yet come last.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    Batch(Batch),
    Event(ExportedEvent),
}

/// An event and the batch that sealed it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportedEvent {
    pub batch: Option<i64>,
    pub event: Event,
}

/// Checks an export: every batch, and every event of each.
///
/// # Errors
/// What is wrong first.
pub fn verify_lines(lines: impl BufRead, trusted: Vec<PublicKey>, kept: Vec<Root>) -> Result<Report, Fault> {
    let mut verifier = Verifier::new(trusted, kept);
    let mut current: Option<(Batch, Vec<Event>)> = None;
    for (index, line) in lines.lines().enumerate() {
        let unreadable = Fault::UnreadableLine { line: index + 1 };
        let line = line.ok().and_then(|line| serde_json::from_str(&line).ok()).ok_or(unreadable)?;
        match line {
            Line::Batch(batch) => {
                close(&mut verifier, current.take())?;
                verifier.batch(&batch)?;
                current = Some((batch, Vec::new()));
            }
            Line::Event(ExportedEvent { batch: None, .. }) => {}
            Line::Event(ExportedEvent { batch: Some(number), event }) => {
                let open = current.as_mut().filter(|(batch, _)| batch.number == number);
                let (batch, events) = open.ok_or(Fault::EventAdded { id: event.id })?;
                let position = events.len();
                if batch.events.get(position).is_none_or(|sealed| sealed.id != event.id) {
                    return Err(out_of_place(batch, position, &event));
                }
                events.push(event);
            }
        }
    }
    close(&mut verifier, current)?;
    verifier.finish()
}

fn close(verifier: &mut Verifier, batch: Option<(Batch, Vec<Event>)>) -> Result<(), Fault> {
    batch.map_or(Ok(()), |(batch, events)| verifier.events(&batch, events))
}

/// What it means that another event was expected here: one is missing before it, or it stands in the wrong place, or
/// it was never sealed.
fn out_of_place(batch: &Batch, position: usize, event: &Event) -> Fault {
    let sealed_at = batch.events.iter().position(|sealed| sealed.id == event.id);
    match (sealed_at, batch.events.get(position)) {
        (Some(place), Some(expected)) if place == position + 1 => {
            Fault::EventMissing { batch: batch.number, position, id: expected.id }
        }
        (Some(_), _) => Fault::EventReordered { batch: batch.number, position, id: event.id },
        (None, _) => Fault::EventAdded { id: event.id },
    }
}
