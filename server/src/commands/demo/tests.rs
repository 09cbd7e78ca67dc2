use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use model::{
    allergy::{AllergyStatus, Severity},
    document::{DocumentType, FileRefusal},
    import::ImportedRecord,
    vitals::{MEASURES, Measure},
};

use super::{
    SIGN_INS,
    people::{ACCOUNT_HOLDER, PATIENTS, PROVIDERS, SHARED, external_id},
    record::record,
};

/// A Wednesday, in the afternoon.
fn now() -> DateTime<Utc> {
    "2026-03-04T15:00:00Z".parse().unwrap()
}

fn records() -> Vec<ImportedRecord> {
    PATIENTS.iter().map(|patient| record(patient, now(), Tz::UTC).unwrap()).collect()
}

/// Who treats whom once everything is loaded.
fn treated(records: &[ImportedRecord]) -> BTreeMap<&str, BTreeSet<String>> {
    let mut treated: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for record in records {
        for provider in &PROVIDERS {
            if record.visits.iter().any(|visit| visit.provider == provider.id) {
                treated.entry(provider.id).or_default().insert(record.external_id.clone());
            }
        }
    }
    for (patient, provider) in SHARED {
        treated.entry(PROVIDERS[provider].id).or_default().insert(external_id(patient));
    }
    treated
}

#[test]
fn the_bundles_are_those_of_the_people() {
    for (patient, record) in PATIENTS.iter().zip(records()) {
        assert_eq!(record.demographics.full_name(), patient.name);
        assert_eq!(record.external_id, external_id(patient.name));
    }
}

#[test]
fn the_providers_share_what_they_should() {
    let records = records();
    let treated = treated(&records);
    let [maya, tomas, ingrid] = PROVIDERS.map(|provider| &treated[provider.id]);
    let shared = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.intersection(other).count();
    assert_eq!((shared(maya, tomas), shared(maya, ingrid), shared(tomas, ingrid)), (3, 1, 0));
    for (mine, others) in [(maya, [tomas, ingrid]), (tomas, [maya, ingrid]), (ingrid, [maya, tomas])] {
        assert!(mine.len() >= 4);
        assert!(mine.iter().any(|patient| others.iter().all(|other| !other.contains(patient))));
    }
}

#[test]
fn this_week_has_visits_and_nothing_is_in_the_future() {
    let records = records();
    let times: Vec<_> = records.iter().flat_map(|record| &record.visits).map(|visit| visit.time).collect();
    assert!(times.iter().all(|time| *time < now()));
    let monday: DateTime<Utc> = "2026-03-02T00:00:00Z".parse().unwrap();
    let today = monday + TimeDelta::days(2);
    assert!(times.iter().filter(|time| **time >= today).count() >= 4);
    assert!(times.iter().filter(|time| **time >= monday).count() >= 8);
    for record in &records {
        assert!(record.prescriptions.iter().all(|prescription| prescription.start_date <= now().date_naive()));
        assert!(record.visits.iter().all(|visit| visit.time.date_naive() >= record.demographics.date_of_birth));
        assert!(record.documents.iter().all(|document| document.created_at < now()));
    }
}

#[test]
fn every_state_of_a_chart_is_shown() {
    let records = records();
    for status in [AllergyStatus::Recorded, AllergyStatus::NoneKnown, AllergyStatus::Unknown] {
        assert!(records.iter().any(|record| record.allergy_status == status), "{status:?}");
    }
    let is_severe = |record: &&ImportedRecord| record.allergies.iter().any(|a| a.severity == Severity::Severe);
    assert!(records.iter().filter(is_severe).count() >= 4);
    for kind in DocumentType::ALL {
        assert!(records.iter().flat_map(|record| &record.documents).any(|document| document.document_type == kind));
    }
    let is_active = |record: &&ImportedRecord| record.prescriptions.iter().any(|prescription| prescription.is_active);
    assert!(records.iter().filter(is_active).count() >= 8);
    assert!(records.iter().all(|record| !record.visits.last().unwrap().chief_complaint.starts_with("Encounter")));
}

#[test]
fn the_account_holders_record_is_rich() {
    let records = records();
    let record = records.iter().find(|record| record.external_id == external_id(ACCOUNT_HOLDER)).unwrap();
    assert!(record.documents.len() > 3 && record.prescriptions.len() > 3 && record.visits.len() > 50);
    let measured = record.visits.iter().filter(|visit| visit.vitals.pulse.is_some()).count();
    assert!(measured > 10, "{measured}");
    assert!(record.visits.iter().all(|visit| !visit.notes.contains("Lanell756")));
}

#[test]
fn vital_signs_are_plausible() {
    for (patient, record) in PATIENTS.iter().zip(records()) {
        for visit in &record.visits {
            for facts in MEASURES {
                let Some(value) = visit.vitals.get(facts.measure) else { continue };
                let (low, high) = facts.plausible;
                // Synthea's children have an adult's plausible range, too, but for their blood pressure.
                let low = if facts.measure == Measure::DiastolicBloodPressure { 20.0 } else { low };
                assert!((low..=high).contains(&value), "{}: {} {value}", patient.name, facts.label);
            }
        }
        let last = record.visits.last().unwrap();
        assert!(last.vitals.pulse.is_some() && last.vitals.weight.is_some(), "{}", patient.name);
    }
}

#[test]
fn the_same_record_comes_at_every_loading() {
    let again = records();
    assert_eq!(records(), again);
    let later = record(&PATIENTS[0], now() + TimeDelta::days(9), Tz::Europe__Berlin).unwrap();
    let ids = |record: &ImportedRecord| record.visits.iter().map(|visit| visit.external_id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&later), ids(&again[0]));
}

#[test]
fn every_document_passes_the_check_of_uploads() {
    for document in records().into_iter().flat_map(|record| record.documents) {
        let verdict: Result<_, FileRefusal> = documents::inspect_bytes(&document.bytes);
        assert_eq!(verdict, Ok(document.format), "{}", document.external_id);
    }
}

#[test]
fn sign_ins_are_made_up_addresses() {
    assert!(SIGN_INS.iter().all(|(email, _)| email.ends_with("@demo.carechart.example")));
}
