//! The provider's dashboard and the lists its cards lead to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    clinic::ClinicTime,
    document::DocumentType,
    id::{DocumentId, PrescriptionId, VisitId},
    page::Cursor,
    patient::PatientSummary,
};

/// The four cards. All of them count over the caller's own patients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DashboardCounts {
    pub total_patients: i64,
    /// Monday to Sunday in the clinic's time zone, by any provider, entered-in-error ones left out.
    pub visits_this_week: i64,
    /// `is_active`, and today between start and end.
    pub active_prescriptions: i64,
    /// Documents nobody has reviewed yet.
    pub pending_documents: i64,
    /// Questions of colleagues, to take a patient over or to cover, that wait for the caller's answer.
    pub waiting_questions: i64,
}

/// What a list of patients is sorted by. Names sort without regard to case and accents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PatientSort {
    #[default]
    Name,
    DateOfBirth,
    LastVisit,
    ActivePrescriptions,
}

impl PatientSort {
    pub const ALL: [Self; 4] = [Self::Name, Self::DateOfBirth, Self::LastVisit, Self::ActivePrescriptions];

    /// As it stands in the URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::DateOfBirth => "date-of-birth",
            Self::LastVisit => "last-visit",
            Self::ActivePrescriptions => "active-prescriptions",
        }
    }

    /// The URL's text back; anything else sorts by name.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text).unwrap_or_default()
    }
}

/// Which page of which list of patients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientQuery {
    /// Part of a name; empty for everyone.
    pub search: String,
    pub sort: PatientSort,
    pub descending: bool,
    pub after: Option<Cursor>,
}

/// A row of the dashboard's table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientRow {
    pub patient: PatientSummary,
    /// The latest past visit by anyone.
    pub last_visit: Option<ClinicTime>,
    /// That visit's diagnosis; empty when it has none.
    pub last_diagnosis: String,
    pub active_prescriptions: i64,
    /// Until when the caller covers for the patient's provider; `None` for a patient of their own.
    pub cover_until: Option<ClinicTime>,
}

/// A visit in a list across patients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRow {
    pub id: VisitId,
    pub patient: PatientSummary,
    pub time: ClinicTime,
    pub provider_name: String,
    pub chief_complaint: String,
    pub diagnosis: String,
}

/// A prescription in a list across patients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrescriptionRow {
    pub id: PrescriptionId,
    pub patient: PatientSummary,
    pub medication: String,
    pub dosage: String,
    pub frequency: String,
    pub start_date: NaiveDate,
    pub end_date: Option<NaiveDate>,
}

/// A document in a list across patients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRow {
    pub id: DocumentId,
    pub patient: PatientSummary,
    pub document_type: DocumentType,
    pub description: String,
    pub uploaded_at: ClinicTime,
    /// Bytes.
    pub size: i64,
}
