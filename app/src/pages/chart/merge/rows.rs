//! Two records in words, side by side.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use model::{
    chart::Colleague,
    merge::{ComparedRecord, RecordComparison},
};

use crate::pages::chart::demographics::{Fact, all, known};

/// What is compared, and what each record says; the survivor's first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub survivor: String,
    pub merged: String,
}

impl Row {
    pub fn differs(&self) -> bool {
        self.survivor != self.merged
    }
}

/// What identifies the patient, the allergies, and how much there is; without what neither record says.
pub fn rows(comparison: &RecordComparison) -> Vec<Row> {
    let RecordComparison { survivor, merged, .. } = comparison;
    let both = facts(survivor).into_iter().zip(facts(merged));
    let rows = both.map(|((label, survivor), (_, merged))| Row { label, survivor, merged });
    rows.filter(|row| !row.survivor.is_empty() || !row.merged.is_empty()).collect()
}

/// As many of each record, in the same order.
fn facts(record: &ComparedRecord) -> Vec<Fact> {
    let fact = |label: &str, text: String| (label.to_owned(), text);
    let allergies = known(record.allergy_status, record.allergies.clone());
    let allergies = match record.allergies.as_slice() {
        [] => allergies.into_iter().map(|(_, text)| text).collect::<Vec<_>>(),
        _ => allergies.into_iter().map(|(substance, text)| format!("{substance} ({})", lower(&text))).collect(),
    };
    let account = if record.has_account { "Yes" } else { "No" };
    all(record.demographics.clone())
        .into_iter()
        .chain([
            fact("Allergies", allergies.join("; ")),
            fact("Visits", record.visits.to_string()),
            fact("Prescriptions", record.prescriptions.to_string()),
            fact("Documents", record.documents.to_string()),
            fact("Patient's account", account.to_owned()),
            fact("Treated by", names(&record.treated_by).join(", ")),
        ])
        .collect()
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn names(providers: &[Colleague]) -> Vec<String> {
    providers.iter().map(|provider| provider.display_name.clone()).collect()
}

/// Whose access grows by the merge: who treats only one of the two, or covers for somebody who does.
pub fn who_sees_more(comparison: &RecordComparison) -> Vec<String> {
    let reading = |record: &ComparedRecord| -> BTreeSet<String> {
        names(&record.treated_by).into_iter().chain(names(&record.covered_by)).collect()
    };
    reading(&comparison.survivor).symmetric_difference(&reading(&comparison.merged)).cloned().collect()
}
