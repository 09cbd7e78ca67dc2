//! One visit on its way.

use chrono::{DateTime, Utc};
use model::{
    import::ImportedVisit,
    vitals::{Measure, Vitals},
};

use super::visits::KIND;
use crate::{
    report::Report,
    resources::Encounter,
    text::{first_concept, fit, section},
};

pub(super) struct Draft<'a> {
    encounter: &'a Encounter,
    pub id: String,
    provider: String,
    pub time: DateTime<Utc>,
    pub diagnoses: Vec<String>,
    pub notes: Vec<Note>,
    vitals: Vitals,
}

/// One text about a visit.
pub(super) struct Note {
    pub time: Option<DateTime<Utc>>,
    pub text: String,
}

impl<'a> Draft<'a> {
    pub fn new(encounter: &'a Encounter, id: String, provider: String, time: DateTime<Utc>) -> Self {
        let (diagnoses, notes, vitals) = (Vec::new(), Vec::new(), Vitals::default());
        Self { encounter, id, provider, time, diagnoses, notes, vitals }
    }

    /// Keeps the first value that comes; says whether this was it.
    pub fn measure(&mut self, measure: Measure, value: f64) -> bool {
        let is_first = self.vitals.get(measure).is_none();
        if is_first {
            self.vitals.set(measure, Some(value));
        }
        is_first
    }

    pub fn finish(mut self, report: &mut Report) -> ImportedVisit {
        self.notes.sort_by_key(|note| note.time);
        let texts: Vec<&str> = self.notes.iter().map(|note| note.text.as_str()).collect();
        let complaints = [
            texts.iter().rev().find_map(|text| section(text, "chief complaint")).unwrap_or_default(),
            first_concept(&self.encounter.reason_code),
            first_concept(&self.encounter.kind),
            "Not recorded".to_owned(),
        ];
        let complaint = complaints.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        let diagnosis = match self.diagnoses.is_empty() {
            true => first_concept(&self.encounter.reason_code),
            false => self.diagnoses.join("; "),
        };
        ImportedVisit {
            external_id: self.id,
            provider: self.provider,
            time: self.time,
            chief_complaint: fit(complaint, 500, report, KIND, "chief complaint"),
            diagnosis: fit(diagnosis, 500, report, KIND, "diagnosis"),
            notes: fit(texts.join("\n\n"), 200_000, report, KIND, "notes"),
            vitals: self.vitals,
        }
    }
}
