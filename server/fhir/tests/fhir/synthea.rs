//! The 30 bundles of the shared test data; what is expected comes from their README and from looking into them.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::NaiveDate;
use fhir::{Bundle, Report};
use model::{
    allergy::{AllergyStatus, Severity},
    patient::Gender,
};

use crate::{changed, skipped, taken};

/// Name of the file, encounters, prescriptions, conditions, allergies and notes, as the README's table has them.
const TABLE: [(&str, [u64; 5]); 30] = [
    ("Adán_Portillo_", [25, 11, 13, 0, 0]),
    ("Agustín_Fonseca_", [7, 2, 2, 0, 0]),
    ("Alexis_Toy_", [14, 3, 2, 8, 0]),
    ("Andy_Gusikowski_", [14, 5, 3, 0, 0]),
    ("Asa_Hermiston_", [20, 9, 7, 4, 0]),
    ("Carolyne559_Koelpin146_", [80, 3, 3, 0, 80]),
    ("Cecelia952_Romaguera67_", [29, 0, 1, 0, 29]),
    ("Christopher_Abshire_", [21, 11, 11, 0, 0]),
    ("Clemente_Kreiger_", [3, 0, 1, 0, 0]),
    ("Eboni_Brekke_", [19, 9, 3, 2, 0]),
    ("Freda_O'Connell_", [14, 3, 4, 0, 0]),
    ("Fredrick_Kris_", [9, 3, 4, 0, 0]),
    ("Georgianne697_Jerde200_", [71, 3, 3, 0, 71]),
    ("Giovanni_Balistreri_", [26, 5, 4, 5, 0]),
    ("Isaura563_Turner526_", [65, 3, 2, 0, 65]),
    ("Junita_Labadie_", [10, 2, 2, 0, 0]),
    ("Lanell756_Goodwin327_", [62, 4, 2, 0, 62]),
    ("Lauren_Witting_", [28, 13, 8, 0, 0]),
    ("Lawerence6_Baumbach677_", [92, 2, 2, 0, 92]),
    ("Lawrence741_Hammes673_", [88, 7, 3, 0, 88]),
    ("Leatrice_McCullough_", [21, 7, 5, 0, 0]),
    ("Levi940_Gusikowski974_", [32, 0, 1, 0, 32]),
    ("Louis_Erdman_", [12, 4, 3, 1, 0]),
    ("Marion_Wintheiser_", [20, 10, 9, 0, 0]),
    ("Morgan_Gislason_", [25, 4, 6, 8, 0]),
    ("Patria_Schimmel_", [14, 5, 8, 5, 0]),
    ("Raúl_Fernández_", [14, 3, 8, 0, 0]),
    ("Stevie_Cormier_", [26, 6, 10, 2, 0]),
    ("Tony_Douglas_", [16, 4, 7, 7, 0]),
    ("Trey_Berge_", [21, 13, 10, 0, 0]),
];

fn directory() -> PathBuf {
    let shared = std::env::var_os("CARECHART_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    shared.join("data/synthea")
}

fn bundle(start: &str) -> Bundle {
    let files = std::fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap());
    let file = files.into_iter().find(|file| file.file_name().to_str().unwrap().starts_with(start)).unwrap();
    let mut bundles = fhir::read_file(&file.path()).unwrap();
    assert_eq!(bundles.left(), 1);
    bundles.next().unwrap().unwrap()
}

#[test]
fn every_bundle_gives_what_its_table_says() {
    let mut total = Report::default();
    for (start, expected) in TABLE {
        let Bundle { records, report, .. } = bundle(start);
        assert_eq!(records.len(), 1, "{start}");
        let record = &records[0];
        let found = [
            record.visits.len() as u64,
            record.prescriptions.len() as u64,
            taken(&report, "Condition"),
            record.allergies.len() as u64,
            taken(&report, "DocumentReference (note)"),
        ];
        assert_eq!(found, expected, "{start}");
        let refused = report.types.iter().filter(|(kind, _)| *kind != "Observation");
        let refused: Vec<_> = refused.flat_map(|(_, of_type)| of_type.skipped.keys()).collect();
        assert!(refused.iter().all(|reason| reason.starts_with("not kept")), "{start}: {refused:?}");
        total.merge(report);
    }
    assert_eq!((taken(&total, "Patient"), taken(&total, "Encounter")), (30, 898));
    assert_eq!(changed(&total, "Patient", "has died, which Carechart doesn't record"), 4);
    assert_eq!(changed(&total, "Encounter", "no practitioner named: put down to the organization"), 4);
    // 179 heights, weights and blood pressures, 17 temperatures; the other 4129 are laboratory, surveys, BMI and pain.
    assert_eq!(taken(&total, "Observation"), 3 * 179 + 17);
    assert_eq!(skipped(&total, "Observation", "not a vital sign that Carechart keeps"), 4_683 - 3 * 179 - 17);
    assert_eq!(skipped(&total, "Claim", "not kept: Carechart has no place for it"), 1_052);
}

#[test]
fn references_within_a_record_hold() {
    for (start, _) in TABLE {
        let record = bundle(start).records.remove(0);
        let providers: Vec<&str> = record.providers.iter().map(|provider| provider.external_id.as_str()).collect();
        let visits: Vec<&str> = record.visits.iter().map(|visit| visit.external_id.as_str()).collect();
        assert!(record.visits.iter().all(|visit| providers.contains(&visit.provider.as_str())), "{start}");
        for prescription in &record.prescriptions {
            assert!(providers.contains(&prescription.provider.as_deref().unwrap()), "{start}");
            assert!(visits.contains(&prescription.visit.as_deref().unwrap()), "{start}");
        }
    }
}

#[test]
fn reading_again_gives_the_same() {
    assert_eq!(bundle("Freda").records, bundle("Freda").records);
    assert_eq!(bundle("Lanell").records, bundle("Lanell").records);
}

#[test]
fn a_patient_and_a_visit_of_the_first_generator() {
    let record = bundle("Freda").records.remove(0);
    assert_eq!(record.external_id, "https://github.com/synthetichealth/synthea|00347da0-395c-40ed-ae52-96f1587480b5");
    let who = &record.demographics;
    assert_eq!((who.first_name.as_str(), who.last_name.as_str()), ("Freda", "O'Connell"));
    assert_eq!((who.date_of_birth, who.gender), (NaiveDate::from_ymd_opt(1969, 12, 6).unwrap(), Gender::Female));
    let address = [&who.address.street, &who.address.city, &who.address.postal_code, &who.address.phone];
    assert_eq!(address, ["808 Miller Station", "Fall River", "02720", "555-599-6046"]);
    assert_eq!(record.allergy_status, AllergyStatus::Unknown);
    let provider = &record.providers[0];
    assert_eq!(provider.external_id, "http://hl7.org/fhir/sid/us-npi|300|Dr. Miquel Hettinger");
    assert_eq!((provider.display_name.as_str(), provider.license_number.as_str()), ("Dr. Miquel Hettinger", "NPI 300"));

    let last = record.visits.iter().max_by_key(|visit| visit.time).unwrap();
    assert_eq!(last.external_id, "73288d40-2765-4d35-869d-07d9f3bff9bf");
    assert_eq!(last.time.to_rfc3339(), "2020-12-12T08:57:20+00:00");
    assert_eq!((last.chief_complaint.as_str(), last.diagnosis.as_str()), ("Encounter for check up", ""));
    let vitals = &last.vitals;
    assert_eq!((vitals.height, vitals.weight), (Some(158.79), Some(70.39)));
    assert_eq!((vitals.systolic_blood_pressure, vitals.diastolic_blood_pressure), (Some(116.69), Some(79.22)));
    let sinusitis = record.visits.iter().find(|visit| visit.external_id.starts_with("fe0be7be")).unwrap();
    assert_eq!(sinusitis.diagnosis, "Viral sinusitis");
}

#[test]
fn prescriptions_and_allergies_of_the_first_generator() {
    let record = bundle("Asa").records.remove(0);
    let active: Vec<_> = record.prescriptions.iter().filter(|prescription| prescription.is_active).collect();
    assert_eq!(active.len(), 5);
    assert_eq!(active[4].medication, "Methotrexate 10 MG Oral Tablet");
    assert_eq!((active[4].start_date, active[4].end_date), (NaiveDate::from_ymd_opt(2019, 2, 19).unwrap(), None));
    assert_eq!((active[1].dosage.as_str(), active[1].frequency.as_str()), ("", "as needed"));
    let daily = record.prescriptions.iter().find(|p| p.medication.starts_with("cycloSPORINE")).unwrap();
    assert_eq!((daily.dosage.as_str(), daily.frequency.as_str(), daily.is_active), ("1 per dose", "once a day", false));

    assert_eq!(record.allergy_status, AllergyStatus::Recorded);
    let allergies: Vec<_> = record.allergies.iter().map(|a| (a.substance.as_str(), a.severity)).collect();
    let unknown = |substance| (substance, Severity::Unknown);
    assert_eq!(allergies, ["Dander (animal)", "Tree pollen", "Nut", "Peanuts"].map(unknown));
    assert_eq!(record.allergies[3].code, "91935009");
}

#[test]
fn notes_and_names_of_the_second_generator() {
    let record = bundle("Lanell").records.remove(0);
    let who = &record.demographics;
    assert_eq!((who.first_name.as_str(), who.last_name.as_str()), ("Lanell", "Goodwin"));
    let provider = record.providers.iter().find(|provider| provider.display_name == "Dr. Shila Mante").unwrap();
    assert_eq!(provider.external_id, "http://hl7.org/fhir/sid/us-npi|9999965859|Dr. Shila857 Mante251");
    let last = record.visits.iter().max_by_key(|visit| visit.time).unwrap();
    assert_eq!(last.external_id, "1f6f8ee7-99df-f950-a446-4c0db158f7dc");
    assert_eq!(last.chief_complaint, "No complaints.");
    assert!(last.notes.starts_with("2021-03-29\n\n# Chief Complaint\nNo complaints.\n"), "{}", last.notes);
    let heart = record.visits.iter().find(|visit| visit.diagnosis == "Coronary Heart Disease").unwrap();
    assert_eq!(heart.time.date_naive(), NaiveDate::from_ymd_opt(2001, 8, 13).unwrap());
}

#[test]
fn colliding_npis_are_different_people() {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (start, _) in TABLE {
        for provider in bundle(start).records.remove(0).providers {
            let known = names.entry(provider.external_id).or_default();
            known.push(provider.display_name);
            known.dedup();
        }
    }
    assert!(names.values().all(|names| names.len() == 1), "{names:?}");
}
