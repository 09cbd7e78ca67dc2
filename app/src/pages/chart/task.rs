//! The small tasks that need one text: why something is stopped or marked, what is added.

mod dialog;

use chrono::NaiveDate;
use model::{
    clinic::display_date,
    id::{DocumentId, PrescriptionId, VisitId},
};

pub use self::dialog::TaskDialog;
use crate::{
    api::{
        ApiError,
        documents::mark_document_entered_in_error,
        prescriptions::{mark_prescription_entered_in_error, stop_prescription},
        visits::{add_addendum, mark_visit_entered_in_error, save_private_note},
    },
    components::button::Look,
};

/// What is to be done, with what it is called on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    AddAddendum(VisitId, String),
    /// With the note as it is.
    SavePrivateNote(VisitId, String, String),
    /// With what was prescribed in it, which is marked, too.
    MarkVisit(VisitId, String, Vec<String>),
    /// With the day on which it would begin, if that is to come.
    StopPrescription(PrescriptionId, String, Option<NaiveDate>),
    MarkPrescription(PrescriptionId, String),
    MarkDocument(DocumentId, String),
}

/// How a task's dialog speaks.
pub struct Words {
    /// Before the patient's name in the title.
    pub title: &'static str,
    /// What will happen.
    pub lead: String,
    /// The text's name in the server's messages.
    pub field: &'static str,
    pub label: &'static str,
    pub verb: &'static str,
    pub look: Look,
    pub done: &'static str,
    pub is_required: bool,
}

/// What the error's marking does to whatever is marked.
const KEPT: &str =
    "What is marked stays in the chart, struck through, with your name and reason, and can't be unmarked.";

impl Task {
    pub fn words(&self) -> Words {
        let reason = |title, lead: String, verb, done| Words {
            title,
            lead,
            field: "reason",
            label: "Reason",
            verb,
            look: Look::Danger,
            done,
            is_required: true,
        };
        match self {
            Self::AddAddendum(_, visit) => Words {
                title: "Add addendum",
                lead: format!("It is added to {visit}, with your name and the time, and can't be changed later."),
                field: "text",
                label: "Addendum",
                verb: "Add addendum",
                look: Look::Primary,
                done: "Addendum added.",
                is_required: true,
            },
            Self::SavePrivateNote(_, visit, _) => Words {
                title: "Private note",
                lead: format!(
                    "On {visit}. Only you read it: neither the patient nor a colleague does. An empty note is removed."
                ),
                field: "text",
                label: "Private note",
                verb: "Save note",
                look: Look::Primary,
                done: "Private note saved.",
                is_required: false,
            },
            Self::MarkVisit(_, visit, medications) => {
                let lead = match medications.as_slice() {
                    [] => format!("This marks {visit} as entered in error. The patient can't read it any more. {KEPT}"),
                    medications => format!(
                        "This marks {visit} as entered in error, and what was prescribed in it: {}. The patient can't read any \
                         of it any more: tell them what they are to take. {KEPT}",
                        medications.join("; ")
                    ),
                };
                reason("Visit entered in error", lead, "Mark entered in error", "Visit marked as entered in error.")
            }
            Self::StopPrescription(_, medication, begins) => {
                let lead = match begins {
                    None => format!("{medication} ends today, and is shown as inactive from now on."),
                    Some(date) => format!(
                        "{medication} was to begin on {}. It doesn't begin, and is shown as inactive from now on.",
                        display_date(*date)
                    ),
                };
                reason("Stop prescription", lead, "Stop prescription", "Prescription stopped.")
            }
            Self::MarkPrescription(_, medication) => {
                let lead = format!("This marks {medication} as entered in error. {KEPT}");
                reason(
                    "Prescription entered in error",
                    lead,
                    "Mark entered in error",
                    "Prescription marked as entered in error.",
                )
            }
            Self::MarkDocument(_, title) => {
                let lead =
                    format!("This marks “{title}” as entered in error. The patient can't read it any more. {KEPT}");
                reason(
                    "Document entered in error",
                    lead,
                    "Mark entered in error",
                    "Document marked as entered in error.",
                )
            }
        }
    }

    /// The text to begin with.
    pub fn initial(&self) -> String {
        match self {
            Self::SavePrivateNote(_, _, note) => note.clone(),
            _ => String::new(),
        }
    }

    /// # Errors
    /// What the server functions answer.
    pub async fn run(self, text: String) -> Result<(), ApiError> {
        match self {
            Self::AddAddendum(visit, _) => add_addendum(visit, text).await,
            Self::SavePrivateNote(visit, ..) => save_private_note(visit, text).await,
            Self::MarkVisit(visit, ..) => mark_visit_entered_in_error(visit, text).await,
            Self::StopPrescription(prescription, ..) => stop_prescription(prescription, text).await,
            Self::MarkPrescription(prescription, _) => mark_prescription_entered_in_error(prescription, text).await,
            Self::MarkDocument(document, _) => mark_document_entered_in_error(document, text).await,
        }
    }
}
