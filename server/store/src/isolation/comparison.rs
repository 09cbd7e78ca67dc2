//! What is promised beside what was found, question by question. Both come as the text that [`super::Inspection`] writes
//! and `tests/isolation.txt` keeps.

use std::fmt;

use super::scene::{self, CALLERS, OWNER};

/// What stands in a catalogue has no answer but that it is there.
const LISTED: &str = "there";

const WITHOUT_PROTECTION: &str = "What nobody asked about, or is without protection";

/// A question, and its two answers; `None` for one that isn't given.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// `select`, `insert`, `update` or `delete`, or the line of a catalogue. Empty where the title says what is tried.
    pub what: String,
    /// A caller; empty where nobody asks.
    pub who: String,
    pub promised: Option<String>,
    pub found: Option<String>,
}

impl Answer {
    /// Whether what is promised was found.
    pub fn is_kept(&self) -> bool {
        self.promised == self.found
    }

    /// Whether it is a line of a catalogue: there, or not.
    pub fn is_line(&self) -> bool {
        [&self.promised, &self.found].into_iter().flatten().all(|answer| answer == LISTED)
    }
}

/// A table, or what is tried.
#[derive(Debug, Default)]
pub struct Topic {
    pub title: String,
    pub answers: Vec<Answer>,
}

#[derive(Debug, Default)]
pub struct Section {
    pub heading: String,
    pub topics: Vec<Topic>,
}

#[derive(Debug, Default)]
pub struct Comparison {
    pub sections: Vec<Section>,
}

/// An answer that isn't as promised, with where it stands.
#[derive(Debug)]
pub struct Difference<'a> {
    pub heading: &'a str,
    pub title: &'a str,
    pub answer: &'a Answer,
}

impl Comparison {
    /// # Arguments
    /// `complaints`: what no answer speaks of, and is wrong.
    pub fn new(promised: &str, found: &str, complaints: &[String]) -> Self {
        let mut comparison = Self::default();
        read(promised, &mut |place, outcome| comparison.answer(place).promised = Some(outcome.to_owned()));
        read(found, &mut |place, outcome| comparison.answer(place).found = Some(outcome.to_owned()));
        for complaint in complaints {
            let place = Place { heading: WITHOUT_PROTECTION, what: complaint, ..Place::default() };
            comparison.answer(place).found = Some(LISTED.to_owned());
        }
        comparison
    }

    /// How many questions there are.
    pub fn questions(&self) -> usize {
        self.sections.iter().flat_map(|section| &section.topics).map(|topic| topic.answers.len()).sum()
    }

    pub fn differences(&self) -> Vec<Difference<'_>> {
        let topics = self.sections.iter().flat_map(|section| section.topics.iter().map(move |topic| (section, topic)));
        let answers = topics.flat_map(|(section, topic)| {
            let place = move |answer| Difference { heading: &section.heading, title: &topic.title, answer };
            topic.answers.iter().filter(|answer| !answer.is_kept()).map(place)
        });
        answers.collect()
    }

    /// The question at a place, which is made when it isn't there yet.
    fn answer(&mut self, place: Place<'_>) -> &mut Answer {
        let section = entry(
            &mut self.sections,
            |section| section.heading == place.heading,
            || Section { heading: place.heading.to_owned(), topics: Vec::new() },
        );
        let topic = entry(
            &mut section.topics,
            |topic| topic.title == place.title,
            || Topic { title: place.title.to_owned(), answers: Vec::new() },
        );
        entry(
            &mut topic.answers,
            |answer| answer.what == place.what && answer.who == place.who,
            || Answer { what: place.what.to_owned(), who: place.who.to_owned(), ..Answer::default() },
        )
    }
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Answer { what, who, promised, found } = self.answer;
        let place: Vec<&str> =
            [self.title, what.as_str(), who.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        let said = |answer: &Option<String>| answer.clone().unwrap_or_else(|| "no such question".to_owned());
        match (promised.as_deref(), found.as_deref()) {
            _ if self.heading == WITHOUT_PROTECTION => write!(f, "{what}"),
            (None, Some(LISTED)) => write!(f, "{}: is there, and isn't promised", place.join(", ")),
            (Some(LISTED), None) => write!(f, "{}: is promised, and isn't there", place.join(", ")),
            _ => write!(f, "{}: promised {}, found {}", place.join(", "), said(promised), said(found)),
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Place<'a> {
    heading: &'a str,
    title: &'a str,
    what: &'a str,
    who: &'a str,
}

fn entry<T>(all: &mut Vec<T>, is_it: impl Fn(&T) -> bool, make: impl Fn() -> T) -> &mut T {
    let position = all.iter().position(is_it).unwrap_or_else(|| {
        all.push(make());
        all.len() - 1
    });
    &mut all[position]
}

/// Gives every answer of the text to `each`.
fn read<'a>(text: &'a str, each: &mut dyn FnMut(Place<'a>, &str)) {
    let mut place = Place::default();
    let mut lines = text.lines().skip_while(|line| !line.starts_with("== ")).filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("== ") {
            place = Place { heading, ..Place::default() };
        } else if !line.starts_with(' ') {
            place = Place { title: line, what: "", who: "", ..place };
            // A line of a catalogue, and no title.
            if lines.peek().is_none_or(|next| !next.starts_with(' ')) {
                each(Place { title: "", what: line, ..place }, LISTED);
            }
        } else {
            read_answer(line, &mut place, each);
        }
    }
}

/// One line: an outcome with everybody who has it, the columns that a command may name, or a line of a catalogue.
fn read_answer<'a>(line: &'a str, place: &mut Place<'a>, each: &mut dyn FnMut(Place<'a>, &str)) {
    let (command, rest) = (line.get(2..10).unwrap_or_default().trim(), line.get(11..).unwrap_or_default());
    let is_command = matches!(command, "select" | "insert" | "update" | "delete");
    if is_command {
        place.what = command;
    }
    match rest.rsplit_once(": ").and_then(|(outcome, callers)| Some((outcome, callers_of(callers)?))) {
        Some((outcome, callers)) => callers.into_iter().for_each(|who| each(Place { who, ..*place }, outcome)),
        None if is_command => each(*place, rest),
        None => each(Place { title: "", what: line.trim(), who: "", ..*place }, LISTED),
    }
}

/// `None` for what aren't callers.
fn callers_of(text: &str) -> Option<Vec<&str>> {
    let names = || CALLERS.iter().map(|caller| caller.name);
    let mut callers: Vec<&str> = Vec::new();
    for word in text.split(", ") {
        match word {
            "everyone" => callers.extend(names()),
            scene::USERS => scene::users().for_each(|user| callers.push(user)),
            name if name == OWNER.name || names().any(|caller| caller == name) => callers.push(name),
            _ => return None,
        }
    }
    Some(callers)
}

#[cfg(test)]
mod tests;
