use std::ops::AddAssign;

use model::{document::FileRefusal, id::PatientId};

/// How many rows of a kind were written, and how many were there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub imported: u64,
    pub unchanged: u64,
}

impl Tally {
    /// Of `offered` rows, `imported` were new.
    pub(super) fn of(offered: usize, imported: u64) -> Self {
        Self { imported, unchanged: (offered as u64).saturating_sub(imported) }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.imported += other.imported;
        self.unchanged += other.unchanged;
    }
}

/// What became of a record, by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOutcome {
    pub patient: PatientId,
    pub patients: Tally,
    pub providers: Tally,
    pub allergies: Tally,
    pub visits: Tally,
    pub prescriptions: Tally,
    /// Who treats the patient, because of a visit or a prescription.
    pub relationships: Tally,
    pub documents: Tally,
    /// Documents that were left out, by external id, and why.
    pub refused_documents: Vec<(String, FileRefusal)>,
}

impl ImportOutcome {
    /// Whether everything was there already.
    pub fn is_unchanged(&self) -> bool {
        let kinds = [
            self.patients,
            self.providers,
            self.allergies,
            self.visits,
            self.prescriptions,
            self.relationships,
            self.documents,
        ];
        kinds.iter().all(|kind| kind.imported == 0)
    }
}
