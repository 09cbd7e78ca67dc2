use std::{collections::BTreeMap, fmt};

use fhir::Report;
use store::{ImportOutcome, Tally};

use super::table::Table;

/// What an import did, over all files.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// Bundles that were taken and bundles that were refused.
    pub imported: u64,
    pub refused: u64,
    /// Bundles that hold nobody.
    pub without_patient: u64,
    /// Patients of bundles that were taken.
    pub patients_left_out: u64,
    pub report: Report,
    rows: BTreeMap<&'static str, Tally>,
}

impl Summary {
    pub fn bundles(&self) -> u64 {
        self.imported + self.refused + self.without_patient
    }

    /// Counts what a record wrote, and the documents that the bucket didn't take.
    pub fn add_outcome(&mut self, outcome: &ImportOutcome, bundle: &str) {
        let kinds = [
            ("Patient", outcome.patients),
            ("Practitioner", outcome.providers),
            ("Encounter", outcome.visits),
            ("AllergyIntolerance", outcome.allergies),
            ("MedicationRequest", outcome.prescriptions),
            ("DocumentReference", outcome.documents),
        ];
        for (kind, tally) in kinds {
            *self.rows.entry(kind).or_default() += tally;
        }
        for (id, refusal) in &outcome.refused_documents {
            let reason = format!("refused: {}", refusal.message());
            self.report.skip("DocumentReference", reason, &format!("{bundle}, document {id}"));
        }
    }
}

/// The table, then why something was skipped or changed.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(["Resource type", "Imported", "Unchanged", "In other rows", "Skipped"]);
        let (mut skipped, mut changed) = (String::new(), String::new());
        for (kind, of_type) in &self.report.types {
            let count: u64 = of_type.skipped.values().map(|skipped| skipped.count).sum();
            let cells = match self.rows.get(kind.as_str()) {
                Some(tally) => [tally.imported.to_string(), tally.unchanged.to_string(), String::new()],
                // A condition is part of a visit's diagnosis, an observation of its vital signs.
                None => [String::new(), String::new(), of_type.taken.to_string()],
            };
            let [imported, unchanged, taken] = cells;
            table.add([kind.clone(), imported, unchanged, taken, count.to_string()]);
            for (reason, why) in &of_type.skipped {
                skipped.push_str(&format!("\n  {kind}: {} × {reason}", why.count));
                // Of a type that has no place, every one is skipped: there is nothing to look for.
                if !reason.starts_with("not kept") {
                    skipped.push_str(&format!(" (first: {})", why.first));
                }
            }
            for (change, count) in &of_type.changed {
                changed.push_str(&format!("\n  {kind}: {count} × {change}"));
            }
        }
        let bundles = self.bundles();
        write!(f, "{table}\nBundles: {} of {bundles} imported, {} refused", self.imported, self.refused)?;
        if self.without_patient > 0 {
            write!(f, ", {} without a patient", self.without_patient)?;
        }
        f.write_str(".")?;
        if self.patients_left_out > 0 {
            write!(f, " Patients left out: {}.", self.patients_left_out)?;
        }
        if !skipped.is_empty() {
            write!(f, "\n\nSkipped:{skipped}")?;
        }
        if !changed.is_empty() {
            write!(f, "\n\nTaken, but not as it was:{changed}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use model::{document::FileRefusal, id::PatientId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_summary_says_what_became_of_everything() {
        let tally = |imported, unchanged| Tally { imported, unchanged };
        let outcome = ImportOutcome {
            patient: PatientId(Uuid::nil()),
            patients: tally(1, 0),
            providers: tally(0, 2),
            allergies: tally(0, 0),
            visits: tally(12, 3),
            prescriptions: tally(0, 0),
            relationships: tally(2, 0),
            documents: tally(0, 0),
            refused_documents: vec![("d1".into(), FileRefusal::Encrypted)],
        };
        let mut summary =
            Summary { imported: 1, refused: 1, without_patient: 1, patients_left_out: 2, ..Summary::default() };
        for kind in ["Patient", "Practitioner", "Encounter"] {
            summary.report.of(kind);
        }
        summary.report.of("Condition").taken = 7;
        summary.report.skip("Claim", "not kept", "a.json#/entry/1");
        summary.add_outcome(&outcome, "a.json");
        let expected = "\
Resource type      Imported  Unchanged  In other rows  Skipped
Claim                                               0        1
Condition                                           7        0
DocumentReference         0          0                       1
Encounter                12          3                       0
Patient                   1          0                       0
Practitioner              0          2                       0

Bundles: 1 of 3 imported, 1 refused, 1 without a patient. Patients left out: 2.

Skipped:
  Claim: 1 × not kept
  DocumentReference: 1 × refused: The PDF is encrypted. Remove its password and upload it again. \
(first: a.json, document d1)";
        assert_eq!(summary.to_string(), expected);
    }
}
