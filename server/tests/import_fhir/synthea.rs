//! All bundles of the shared test data, as they are.

use std::{env, fs, path::PathBuf};

use crate::place::{Place, row, said};

const KINDS: [&str; 5] = ["Patient", "Practitioner", "Encounter", "AllergyIntolerance", "MedicationRequest"];

fn bundles() -> Vec<PathBuf> {
    let shared = env::var_os("CARECHART_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let directory = shared.join("data/synthea");
    let entries = fs::read_dir(&directory).unwrap_or_else(|error| {
        panic!("{} can't be read ({error}): set CARECHART_SHARED to the folder that has data/", directory.display())
    });
    let files = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().contains(".json")).collect();
    files.sort();
    files
}

#[tokio::test]
async fn every_bundle_is_imported_and_a_second_import_changes_nothing() {
    let place = Place::new().await;
    let files = bundles();
    assert_eq!(files.len(), 30);
    let first = place.import(&files);
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    assert!(said(&first).contains("Bundles: 30 of 30 imported, 0 refused.\n"), "{}", said(&first));
    let counts = place.counts().await;
    let expected = [("patients", 30), ("visits", 898), ("prescriptions", 154), ("patient_allergies", 42)];
    assert_eq!(expected.map(|(table, _)| (table, counts[table])), expected);

    let second = place.import(&files);
    assert_eq!(second.status.code(), Some(0), "{}", said(&second));
    assert!(said(&second).contains("Bundles: 30 of 30 imported, 0 refused.\n"), "{}", said(&second));
    for kind in KINDS {
        let (before, after) = (row(&first, kind), row(&second, kind));
        let total = |cells: &[&str]| cells[..2].iter().map(|cell| cell.parse::<u64>().unwrap()).sum::<u64>();
        assert_eq!((after[0], total(&after)), ("0", total(&before)), "{kind}");
    }
    assert_eq!(place.counts().await, counts);
}
