//! Visits, drafted from encounters, filled by the resources that refer to them, and finished.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use model::{
    import::ImportedVisit,
    vitals::{Measure, Vitals},
};

use super::{is_new, providers::Providers};
use crate::{
    bundle::Resources,
    references::Target,
    report::Report,
    resources::Encounter,
    text::{first_concept, fit},
    time::{Exactness, moment},
    types::Reference,
};

const KIND: &str = "Encounter";

/// The visits of one record.
pub(super) struct Drafts<'a> {
    resources: &'a Resources,
    list: Vec<Draft<'a>>,
    by_encounter: HashMap<usize, usize>,
}

pub(super) struct Draft<'a> {
    encounter: &'a Encounter,
    id: String,
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

impl<'a> Drafts<'a> {
    /// One draft for each encounter that took place.
    pub fn begin(
        resources: &'a Resources,
        encounters: &[usize],
        providers: &mut Providers<'_>,
        report: &mut Report,
    ) -> Self {
        let mut drafts = Self { resources, list: Vec::new(), by_encounter: HashMap::new() };
        let mut seen = HashSet::new();
        for position in encounters {
            let entry = &resources.encounters[*position];
            let encounter = &entry.resource;
            if !is_new(entry, &mut seen, KIND, report) {
                continue;
            }
            let time = match time(encounter) {
                Ok(time) => time,
                Err(reason) => {
                    report.skip(KIND, reason, &entry.place);
                    continue;
                }
            };
            match time.1 {
                Exactness::Exact => {}
                Exactness::NoOffset => report.change(KIND, "time without an offset: taken as UTC"),
                Exactness::NoTime => report.change(KIND, "date without a time: taken as noon UTC"),
            }
            let provider = provider(encounter, providers).unwrap_or_else(|| {
                report.change(KIND, "no practitioner named: put down to the organization");
                providers.organization(encounter.service_provider.as_ref())
            });
            report.take(KIND);
            drafts.by_encounter.insert(*position, drafts.list.len());
            drafts.list.push(Draft {
                encounter,
                id: entry.id.clone(),
                provider,
                time: time.0,
                diagnoses: Vec::new(),
                notes: Vec::new(),
                vitals: Vitals::default(),
            });
        }
        drafts
    }

    /// The visit that a resource belongs to.
    pub fn of(&mut self, reference: Option<&Reference>) -> Option<&mut Draft<'a>> {
        let position = self.position(reference)?;
        self.list.get_mut(position)
    }

    /// The external id and the time of the visit that a resource belongs to.
    pub fn id_and_time(&self, reference: Option<&Reference>) -> Option<(String, DateTime<Utc>)> {
        let draft = self.list.get(self.position(reference)?)?;
        Some((draft.id.clone(), draft.time))
    }

    fn position(&self, reference: Option<&Reference>) -> Option<usize> {
        match self.resources.index.resolve(reference?) {
            Some(Target::Encounter(encounter)) => self.by_encounter.get(&encounter).copied(),
            _ => None,
        }
    }

    pub fn finish(self, report: &mut Report) -> Vec<ImportedVisit> {
        self.list.into_iter().map(|draft| draft.finish(report)).collect()
    }
}

impl Draft<'_> {
    /// Keeps the first value that comes; says whether this was it.
    pub fn measure(&mut self, measure: Measure, value: f64) -> bool {
        let is_first = self.vitals.get(measure).is_none();
        if is_first {
            self.vitals.set(measure, Some(value));
        }
        is_first
    }

    fn finish(mut self, report: &mut Report) -> ImportedVisit {
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

fn time(encounter: &Encounter) -> Result<(DateTime<Utc>, Exactness), String> {
    if let Some(status @ ("planned" | "cancelled" | "entered-in-error")) = encounter.status.as_deref() {
        return Err(format!("its status is {status}"));
    }
    let period = encounter.period.as_ref();
    let texts = [period.and_then(|period| period.start.as_deref()), period.and_then(|period| period.end.as_deref())];
    let mut texts = texts.into_iter().flatten().peekable();
    if texts.peek().is_none() {
        return Err("no date".into());
    }
    texts.find_map(moment).ok_or_else(|| "its date has no day, or isn't a date".into())
}

/// The primary performer or the attending, else whoever is named first.
fn provider(encounter: &Encounter, providers: &mut Providers<'_>) -> Option<String> {
    let is_main = |kind: &crate::types::Concept| kind.has_code("PPRF") || kind.has_code("ATND");
    let (main, others): (Vec<_>, Vec<_>) =
        encounter.participant.iter().partition(|participant| participant.kind.iter().any(is_main));
    let people = main.into_iter().chain(others).filter_map(|participant| participant.individual.as_ref());
    people.into_iter().find_map(|reference| providers.person(reference))
}

/// What stands under a heading of a note (`# Chief Complaint`), on one line.
fn section(note: &str, heading: &str) -> Option<String> {
    let is_heading = |line: &&str| line.trim_start().starts_with('#');
    let mut lines = note.lines().skip_while(|line| {
        !(is_heading(line) && line.trim_matches(['#', ' ', ':', '\t']).eq_ignore_ascii_case(heading))
    });
    lines.next()?;
    let body: Vec<&str> =
        lines.take_while(|line| !is_heading(line)).map(|line| line.trim_start_matches(['-', ' '])).collect();
    Some(crate::text::line(&body.join(" "))).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn a_section_ends_at_the_next_heading() {
        let note = "\n2021-05-15\n\n# Chief Complaint\n- Cough\n- Fever\n\n# History\nNone";
        assert_eq!(section(note, "chief complaint").as_deref(), Some("Cough Fever"));
        assert_eq!(section(note, "history").as_deref(), Some("None"));
        assert_eq!(section("# Chief Complaint\n\n## Plan\nRest", "chief complaint"), None);
        assert_eq!(section("Chief complaint: cough", "chief complaint"), None);
    }
}
