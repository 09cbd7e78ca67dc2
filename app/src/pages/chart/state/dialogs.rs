use model::{merge::IncludedRecord, visit::Visit};

use crate::{
    components::{confirmation::Confirmation, opening::Opening},
    pages::chart::task::Task,
};

/// The chart's dialogs. A form on the header's data is about its version.
#[derive(Clone, Copy, Default)]
pub struct Dialogs {
    pub visit: Opening<()>,
    pub document: Opening<()>,
    pub share: Opening<()>,
    pub invitation: Opening<()>,
    pub handover: Opening<()>,
    pub ending: Opening<()>,
    pub caregivers: Opening<()>,
    pub merge: Opening<()>,
    pub undone_merge: Opening<IncludedRecord>,
    pub prescription: Opening<()>,
    pub demographics: Opening<i32>,
    pub allergies: Opening<i32>,
    pub earlier: Opening<i32>,
    pub amendment: Opening<Visit>,
    pub versions: Opening<Visit>,
    pub task: Opening<Task>,
    /// Of whoever lets somebody in, after a while.
    pub confirmation: Confirmation,
}
