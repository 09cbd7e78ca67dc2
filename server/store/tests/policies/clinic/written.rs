//! What stands in a clinic's records, and what was written of who read them.

#[derive(Clone, Debug)]
pub struct Visit {
    pub patient: usize,
    pub author: usize,
    pub is_in_error: bool,
    pub has_private_note: bool,
    pub has_earlier_version: bool,
    /// Who added a remark.
    pub addendum_by: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
pub struct Prescription {
    pub patient: usize,
    /// In which visit of the patient's, by its place.
    pub visit: Option<usize>,
    pub author: Option<usize>,
    pub is_in_error: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Document {
    pub patient: usize,
    pub is_in_error: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    No,
    Open,
    Closed,
}

#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub action: &'static str,
    pub access_right: &'static str,
    pub patient: Option<usize>,
    /// Whether a patient reported it; never one of no record.
    pub reported: Reported,
}

/// An emergency access.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub provider: usize,
    pub patient: usize,
    pub is_reviewed: bool,
}
