use std::fmt;

use crate::{Epoch, Fault, Root};

/// How many faults are kept in words; of more it is said how many there are.
const MOST_FAULTS: usize = 1_000;

/// What was checked, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The newest batch's, or epoch's.
    pub newest: Root,
    /// Events that are as they were sealed.
    pub events: u64,
    /// Where the seals went on without continuing what was kept: no fault, and reported for ever.
    pub epochs: Vec<Epoch>,
    /// In the order in which they were found.
    pub faults: Vec<Fault>,
    /// How many more there are than `faults` has.
    pub more_faults: u64,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    /// Adds a fault.
    pub fn add(&mut self, fault: Fault) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        } else {
            self.more_faults += 1;
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for epoch in &self.epochs {
            writeln!(f, "{epoch}")?;
        }
        if self.is_whole() {
            return write!(f, "All {} events are as they were sealed. The newest root: {}", self.events, self.newest);
        }
        for fault in &self.faults {
            writeln!(f, "{fault}")?;
        }
        if self.more_faults > 0 {
            writeln!(f, "and {} faults more", self.more_faults)?;
        }
        write!(f, "{} events are as they were sealed. The newest root: {}", self.events, self.newest)
    }
}
