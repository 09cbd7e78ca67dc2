//! Visits, drafted from encounters, filled by the resources that refer to them, and finished.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use model::import::ImportedVisit;

use super::{draft::Draft, is_new, providers::Providers};
use crate::{
    bundle::Resources,
    references::Target,
    report::Report,
    resources::Encounter,
    time::{Exactness, day, moment},
    types::Reference,
};

pub(super) const KIND: &str = "Encounter";

/// What changed of a resource that [`Drafts::of_or_on`] put into a visit.
pub(super) const BY_DAY: &str = "named no visit: put into the only one of its day";

/// The visits of one record.
pub(super) struct Drafts<'a> {
    resources: &'a Resources,
    list: Vec<Draft<'a>>,
    by_encounter: HashMap<usize, usize>,
    /// The only visit of a day, as the day is written, wherever that was; nothing for a day that has several.
    by_day: HashMap<NaiveDate, Option<usize>>,
}

impl<'a> Drafts<'a> {
    /// One draft for each encounter that took place.
    pub fn begin(
        resources: &'a Resources,
        encounters: &[usize],
        providers: &mut Providers<'_>,
        report: &mut Report,
    ) -> Self {
        let mut drafts = Self { resources, list: Vec::new(), by_encounter: HashMap::new(), by_day: HashMap::new() };
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
            if let Some(day) = encounter.period.as_ref().and_then(|period| day(period.start.as_deref()?)) {
                let position = drafts.list.len();
                drafts.by_day.entry(day).and_modify(|only| *only = None).or_insert(Some(position));
            }
            drafts.list.push(Draft::new(encounter, entry.id.clone(), provider, time.0));
        }
        drafts
    }

    /// The visit that a resource belongs to.
    pub fn of(&mut self, reference: Option<&Reference>) -> Option<&mut Draft<'a>> {
        let position = self.position(reference)?;
        self.list.get_mut(position)
    }

    /// The visit that a resource belongs to; for one that names none, the only visit of its day.
    ///
    /// # Errors
    /// Why there is none.
    pub fn of_or_on(
        &mut self,
        reference: Option<&Reference>,
        written: Option<&str>,
    ) -> Result<&mut Draft<'a>, &'static str> {
        if reference.is_some() {
            return self.of(reference).ok_or("belongs to no visit of the bundle");
        }
        let day = written.and_then(day).ok_or("names neither a visit nor a day")?;
        let only = self.by_day.get(&day).ok_or("names no visit, and on its day there was none")?;
        let position = only.ok_or("names no visit, and on its day there were several")?;
        self.list.get_mut(position).ok_or("belongs to no visit of the bundle")
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
