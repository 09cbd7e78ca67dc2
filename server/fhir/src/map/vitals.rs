use model::vitals::{MEASURES, Measure};

use super::{
    units::convert,
    visits::{BY_DAY, Drafts},
};
use crate::{
    entry::Entry,
    report::Report,
    resources::Observation,
    time::moment,
    types::{Concept, Quantity},
};

const KIND: &str = "Observation";

/// LOINC codes beside those of [`MEASURES`]: what is measured is the same, only how isn't.
const MORE_CODES: [(&str, Measure); 7] = [
    // Temperature: axillary, oral, rectal, tympanic.
    ("8328-7", Measure::Temperature),
    ("8331-1", Measure::Temperature),
    ("8332-9", Measure::Temperature),
    ("8333-7", Measure::Temperature),
    ("3141-9", Measure::Weight),
    ("3137-7", Measure::Height),
    // By pulse oximetry.
    ("59408-5", Measure::OxygenSaturation),
];

/// Puts every vital sign into its visit; of several values of one visit, the latest.
pub(super) fn add(observations: &[&Entry<Observation>], drafts: &mut Drafts<'_>, report: &mut Report) {
    let mut newest_first: Vec<_> = observations.iter().map(|entry| (time(&entry.resource), entry)).collect();
    newest_first.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    for (_, entry) in newest_first {
        match add_one(&entry.resource, drafts) {
            Ok(()) => {
                report.take(KIND);
                if entry.resource.encounter.is_none() {
                    report.change(KIND, BY_DAY);
                }
            }
            Err(reason) => report.skip(KIND, reason, &entry.place),
        }
    }
}

fn time(observation: &Observation) -> Option<chrono::DateTime<chrono::Utc>> {
    moment(written(observation)?).map(|(time, _)| time)
}

fn written(observation: &Observation) -> Option<&str> {
    let start = || observation.effective_period.as_ref()?.start.as_deref();
    observation.effective_date_time.as_deref().or_else(start)
}

fn add_one(observation: &Observation, drafts: &mut Drafts<'_>) -> Result<(), String> {
    let own = (observation.code.as_ref(), observation.value_quantity.as_ref());
    let components = observation.component.iter().map(|part| (part.code.as_ref(), part.value_quantity.as_ref()));
    let parts: Vec<(Measure, Option<&Quantity>)> = std::iter::once(own)
        .chain(components)
        .filter_map(|(code, quantity)| Some((measure(code?)?, quantity)))
        .collect();
    if parts.is_empty() {
        return Err("not a vital sign that Carechart keeps".into());
    }
    if let Some(status @ ("entered-in-error" | "cancelled")) = observation.status.as_deref() {
        return Err(format!("its status is {status}"));
    }
    let draft = drafts.of_or_on(observation.encounter.as_ref(), written(observation))?;
    let mut reason = None;
    let mut is_taken = false;
    for (measure, quantity) in parts {
        match convert(measure, quantity) {
            Ok(value) if draft.measure(measure, value) => is_taken = true,
            Ok(_) => reason = Some("the visit has a later value".to_owned()),
            Err(error) => reason = Some(error),
        }
    }
    if is_taken { Ok(()) } else { Err(reason.unwrap_or_default()) }
}

fn measure(code: &Concept) -> Option<Measure> {
    let is_loinc = |system: Option<&str>| system.is_none_or(|system| system.contains("loinc.org"));
    code.coding.iter().filter(|coding| is_loinc(coding.system.as_deref())).find_map(|coding| {
        let code = coding.code.as_deref()?;
        let own = MEASURES.iter().find(|facts| facts.loinc == code).map(|facts| facts.measure);
        own.or_else(|| MORE_CODES.iter().find(|(more, _)| *more == code).map(|(_, measure)| *measure))
    })
}
