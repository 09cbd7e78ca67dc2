//! Who is in a clinic, and what one is to another.

use super::Caller;

/// How far a provider has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Asked for an account, and waits.
    Applicant,
    Verified,
    /// Was verified once, and isn't any more.
    Withdrawn,
    /// Came with records from another system, and has no account.
    Imported,
}

/// What somebody signs in with beside the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    No,
    /// Codes, of which none was ever given.
    Begun,
    Codes,
    Passkey,
}

#[derive(Clone, Copy, Debug)]
pub struct Provider {
    pub standing: Standing,
    pub second_factor: SecondFactor,
    pub is_suspended: bool,
}

impl Provider {
    pub fn has_account(self) -> bool {
        self.standing != Standing::Imported
    }
}

/// A patient's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    No,
    Usable,
    Suspended,
}

/// When a relationship or a caregiver's access ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// For a relationship only.
    Never,
    /// At this very moment.
    Now,
    Past,
    /// A second ahead.
    Ahead,
}

#[derive(Clone, Copy, Debug)]
pub struct Relationship {
    pub began_by: &'static str,
    pub ending: Ending,
}

/// Somebody was asked to read a record for the patient.
#[derive(Clone, Copy, Debug)]
pub struct Caregiver {
    pub patient: usize,
    /// Whose account accepted, if one did.
    pub held_by: Option<Caller>,
    pub is_revoked: bool,
    /// Granted by a provider, for a child.
    pub is_until_of_age: bool,
    pub ending: Ending,
}

/// Every second one, by the number of their place.
pub fn is_child(patient: usize) -> bool {
    patient % 2 == 1
}

/// A provider asked a colleague to take a patient over.
#[derive(Clone, Copy, Debug)]
pub struct Handover {
    pub patient: usize,
    pub from: usize,
    pub to: usize,
    pub is_closed: bool,
}

/// A provider asked a colleague to cover for them. What came of it stands in the relationships.
#[derive(Clone, Copy, Debug)]
pub struct Cover {
    pub covered: usize,
    pub covering: usize,
    pub is_closed: bool,
}

/// Of two records of one person.
#[derive(Clone, Copy, Debug)]
pub struct Merge {
    pub survivor: usize,
    pub merged: usize,
    pub is_undone: bool,
}
