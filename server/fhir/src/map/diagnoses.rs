use super::visits::Drafts;
use crate::{entry::Entry, report::Report, resources::Condition, text::concept};

const KIND: &str = "Condition";

/// Adds every condition to the diagnosis of its visit.
pub(super) fn add(conditions: &[&Entry<Condition>], drafts: &mut Drafts<'_>, report: &mut Report) {
    for entry in conditions {
        match add_one(&entry.resource, drafts) {
            Ok(()) => report.take(KIND),
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
    let draft = drafts.of(condition.encounter.as_ref()).ok_or("belongs to no visit of the bundle")?;
    if !draft.diagnoses.contains(&text) {
        draft.diagnoses.push(text);
    }
    Ok(())
}
