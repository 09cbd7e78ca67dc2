//! One patient's record, as the demonstration has it.

use anyhow::Context;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use model::import::{ImportedProvider, ImportedRecord};

use super::{
    clinical, details, documents,
    people::{PROVIDERS, Patient, external_id},
    shift, vitals,
};

/// # Errors
/// When the embedded bundle can't be read.
pub(super) fn record(patient: &Patient, now: DateTime<Utc>, time_zone: Tz) -> anyhow::Result<ImportedRecord> {
    let bundle = fhir::read(patient.name, patient.bundle)?;
    let mut record = bundle.records.into_iter().next().context("the bundle has no patient")?;
    record.external_id = external_id(patient.name);
    shift::shift(&mut record, shift::last_visit(patient, now, time_zone), time_zone);
    record.visits.sort_by_key(|visit| visit.time);
    put_down_to_providers(&mut record, patient);
    details::add(&mut record, patient.name);
    clinical::add(&mut record, patient.name);
    vitals::add(&mut record);
    documents::add(&mut record, patient.name, now);
    Ok(record)
}

/// The second provider has every third visit, counted from the last but one.
fn put_down_to_providers(record: &mut ImportedRecord, patient: &Patient) {
    let main = PROVIDERS[patient.provider].id;
    let second = patient.second.map(|second| PROVIDERS[second].id);
    for (position, visit) in record.visits.iter_mut().rev().enumerate() {
        visit.provider = second.filter(|_| position % 3 == 1).unwrap_or(main).to_owned();
    }
    for prescription in &mut record.prescriptions {
        let visit = record.visits.iter().find(|visit| Some(&visit.external_id) == prescription.visit.as_ref());
        prescription.provider = Some(visit.map_or(main, |visit| &visit.provider).to_owned());
    }
    record.providers = PROVIDERS
        .iter()
        .filter(|provider| provider.id == main || Some(provider.id) == second)
        .map(|provider| ImportedProvider {
            external_id: provider.id.into(),
            display_name: provider.name.into(),
            license_number: provider.license_number.into(),
            specialty: provider.specialty.into(),
        })
        .collect();
}
