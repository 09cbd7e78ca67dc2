//! The values of dictionaries' entries, wherever the file has them.

use std::{cell::Cell, collections::HashMap};

use hayro_syntax::object::{Dict, MaybeRef, Object};

use super::{
    packed::Unpacked,
    raw::{self, Place},
};

/// How many objects of one number a file may have: one for each time that it was added to.
const SAME_NUMBER_MOST: usize = 1_000;

/// How many references may lead to one another. One alone is what ISO 32000-2, 7.3.10 has.
const STEPS_MOST: usize = 8;

/// Every object in the file's text and in its object streams, by its number. A reader with a table of its own may take
/// any of those that have the number of a reference.
pub struct Values<'a> {
    texts: Vec<&'a [u8]>,
    places: Vec<(usize, Place)>,
    by_number: HashMap<u32, Vec<(usize, usize)>>,
    is_too_complex: Cell<bool>,
}

impl<'a> Values<'a> {
    /// The objects of the file, and of its object streams.
    pub fn new(bytes: &'a [u8], streams: &'a [Unpacked<'_>]) -> Self {
        let texts: Vec<_> = [bytes].into_iter().chain(streams.iter().map(Unpacked::objects)).collect();
        let packed = streams.iter().zip(1..).flat_map(|(stream, text)| stream.places().map(move |place| (text, place)));
        let places: Vec<_> = raw::places(bytes).map(|place| (0, place)).chain(packed).collect();
        let mut by_number: HashMap<u32, Vec<_>> = HashMap::new();
        for (text, place) in &places {
            if let Some(number) = place.number {
                by_number.entry(number).or_default().push((*text, place.position));
            }
        }
        Self { texts, places, by_number, is_too_complex: Cell::new(false) }
    }

    /// All of them, one after the other.
    pub fn objects(&self) -> impl Iterator<Item = Object<'a>> {
        self.places.iter().filter_map(|(text, place)| raw::direct(self.parse(*text, place.position)?))
    }

    /// What an entry may be: its value, or each object that its reference may mean, by the file's table or by its text.
    /// Nothing when the entry isn't there, or its reference leads nowhere.
    pub fn of(&self, dict: &Dict<'a>, key: impl AsRef<[u8]>) -> Vec<Object<'a>> {
        match dict.get_raw::<Object<'a>>(key.as_ref()) {
            None => Vec::new(),
            Some(MaybeRef::NotRef(value)) => vec![value],
            Some(MaybeRef::Ref(reference)) => {
                let mut found: Vec<_> = dict.get::<Object<'a>>(key.as_ref()).into_iter().collect();
                self.follow(reference.obj_number, &mut found);
                found
            }
        }
    }

    /// Whether there were more objects of one number, or more references in a row, than a document has, so that not all
    /// of them were looked at.
    pub fn is_too_complex(&self) -> bool {
        self.is_too_complex.get()
    }

    fn follow(&self, number: u32, found: &mut Vec<Object<'a>>) {
        let (mut numbers, mut seen) = (vec![number], vec![number]);
        while let Some(number) = numbers.pop() {
            let places = self.by_number.get(&number).map(Vec::as_slice).unwrap_or_default();
            if places.len() > SAME_NUMBER_MOST || seen.len() > STEPS_MOST {
                self.is_too_complex.set(true);
                return;
            }
            for (text, position) in places {
                match self.parse(*text, *position) {
                    Some(MaybeRef::Ref(next)) if !seen.contains(&next.obj_number) => {
                        seen.push(next.obj_number);
                        numbers.push(next.obj_number);
                    }
                    Some(MaybeRef::NotRef(value)) => found.push(value),
                    _ => {}
                }
            }
        }
    }

    fn parse(&self, text: usize, position: usize) -> Option<MaybeRef<Object<'a>>> {
        raw::parse(self.texts.get(text)?.get(position..)?)
    }
}
