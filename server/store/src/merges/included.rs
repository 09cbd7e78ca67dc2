use chrono::{DateTime, Utc};
use model::{id::MergeId, merge::IncludedRecord, patient::PatientSummary};
use serde::Deserialize;

use crate::Transaction;

/// The records that were merged into patient `p`'s, as JSON.
macro_rules! included_records {
    () => {
        "(select coalesce(json_agg(json_build_object(
                       'id', m.id,
                       'patient', json_build_object(
                           'id', m.merged_id, 'first_name', who.first_name, 'last_name', who.last_name,
                           'date_of_birth', who.date_of_birth),
                       'merged_at', m.merged_at, 'merged_by', coalesce(merging.display_name, ''), 'reason', m.reason,
                       'added_since',
                       (select count(*) from visits v where v.patient_id = p.id and v.created_at > m.merged_at)
                       + (select count(*) from prescriptions r where r.patient_id = p.id and r.created_at > m.merged_at)
                       + (select count(*) from documents d where d.patient_id = p.id and d.uploaded_at > m.merged_at)
                       + (select count(*) from patient_allergies a
                           where a.patient_id = p.id and a.created_at > m.merged_at))
                       order by m.merged_at, m.id), '[]')
              from patient_merges m
             cross join lateral merged_patient(m.merged_id) who
              left join providers merging on merging.id = m.merged_by
             where m.survivor_id = p.id and m.undone_at is null)"
    };
}
pub(crate) use included_records;

/// What [`included_records!`] selects.
#[derive(Deserialize)]
pub(crate) struct Included {
    id: MergeId,
    patient: PatientSummary,
    merged_at: DateTime<Utc>,
    merged_by: String,
    reason: String,
    added_since: i64,
}

impl Included {
    pub(crate) fn convert(self, tx: &Transaction) -> IncludedRecord {
        IncludedRecord {
            id: self.id,
            patient: self.patient,
            merged_at: tx.clinic_time(self.merged_at),
            merged_by: self.merged_by,
            reason: self.reason,
            added_since: self.added_since,
        }
    }
}
