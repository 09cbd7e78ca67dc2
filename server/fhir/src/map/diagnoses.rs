use super::visits::{BY_DAY, Drafts};
use crate::{entry::Entry, report::Report, resources::Condition, text::concept};

const KIND: &str = "Condition";

/// Adds every condition to the diagnosis of its visit.
pub(super) fn add(conditions: &[&Entry<Condition>], drafts: &mut Drafts<'_>, report: &mut Report) {
    for entry in conditions {
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

fn add_one(condition: &Condition, drafts: &mut Drafts<'_>) -> Result<(), &'static str> {
    if condition.verification_status.as_ref().is_some_and(|status| status.has_code("entered-in-error")) {
        return Err("entered in error");
    }
    if condition.verification_status.as_ref().is_some_and(|status| status.has_code("refuted")) {
        return Err("refuted");
    }
    let text = condition.code.as_ref().map(concept).filter(|text| !text.is_empty()).ok_or("says no diagnosis")?;
    // When it was recorded says more of the visit than when it began.
    let onset = || condition.onset_period.as_ref()?.start.as_deref();
    let began = || condition.onset_date_time.as_deref().or_else(onset);
    let written = condition.recorded_date.as_deref().or_else(began);
    let draft = drafts.of_or_on(condition.encounter.as_ref(), written)?;
    if !draft.diagnoses.contains(&text) {
        draft.diagnoses.push(text);
    }
    Ok(())
}
