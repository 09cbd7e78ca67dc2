//! A bundle comes whole or not at all, and what isn't kept is said.

use std::{fs::File, io::Write, path::Path};

use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::place::{Place, allergy, patient, row, said, visit};

/// The smallest PDF that is accepted.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
    2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
    3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>\nendobj\n\
    xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000056 00000 n \n0000000107 00000 n \n\
    trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n";

/// In hex, as some generators have it.
fn document(patient: &str) -> Value {
    let data: String = PDF.iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "resourceType": "DocumentReference", "id": "d", "date": "2020-01-01T10:00:00Z",
        "subject": { "reference": format!("Patient/{patient}") },
        "content": [{ "attachment": { "contentType": "application/pdf", "data": data } }],
    })
}

fn smith() -> Value {
    json!({ "display": "Dr. Smith" })
}

fn urn(value: &str) -> Value {
    json!({ "system": "urn:clinic", "value": value })
}

#[tokio::test]
async fn of_a_bundle_whose_second_patient_fails_nothing_stays() {
    let place = Place::new().await;
    let known = place.write("known.json", &[patient("k", &urn("2"), "Known", "1970-01-01")]);
    assert_eq!(place.import(&[known]).status.code(), Some(0));
    let before = place.counts().await;
    let bundle = |second: &str| {
        [
            patient("1", &urn("1"), "One", "1980-01-01"),
            visit("1", "e", &smith()),
            allergy("1", "Nuts"),
            document("1"),
            patient("2", &urn(second), "Two", "1990-01-01"),
        ]
    };
    let path = place.write("both.json", &bundle("2"));
    let output = place.import(&[&path]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    let reason = "patient 2 of 2 can't be stored: its identifier belongs to a patient of another name or birth date";
    assert!(text.contains(&format!("refused: {}: {reason}", path.display())), "{text}");
    assert!(text.contains("Bundles: 0 of 1 imported, 1 refused."), "{text}");
    assert_eq!((place.counts().await, place.objects()), (before, 0));

    // Nothing of it stands in the way of a better one.
    let output = place.import(&[place.write("both.json", &bundle("3"))]);
    assert_eq!((output.status.code(), row(&output, "Patient")), (Some(0), vec!["2", "0", "0"]), "{}", said(&output));
    assert_eq!((row(&output, "DocumentReference"), place.objects()), (vec!["1", "0", "0"], 1));
}

#[tokio::test]
async fn a_nul_in_a_text_does_not_stop_the_import() {
    let place = Place::new().await;
    let mut bundle = vec![patient("1\0", &urn("4\0"), "O\0ne", "1980-01-01"), visit("1\0", "e\0", &smith())];
    bundle[1]["participant"][0]["individual"]["display"] = json!("Dr.\0Smith");
    bundle[1]["reasonCode"] = json!([{ "text": "A\0cough" }]);
    bundle.push(json!({
        "resourceType": "MedicationRequest", "id": "\0", "authoredOn": "2020-01-01", "status": "active",
        "subject": { "reference": "Patient/1\0" }, "medicationCodeableConcept": { "text": "\0Aspirin" },
        "dosageInstruction": [{ "text": "\0", "doseAndRate": [{ "doseQuantity": { "value": 1, "unit": "m\0g" } }] }],
    }));
    let output = place.import(&[place.write("nul.json", &bundle)]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for kind in ["Patient", "Encounter", "MedicationRequest"] {
        assert_eq!(row(&output, kind), ["1", "0", "0"], "{kind}");
    }
    assert!(said(&output).contains("Patient: 1 × a NUL character in a text: replaced by a space"));
}

#[tokio::test]
async fn a_patient_without_a_whole_birth_date_is_said() {
    let place = Place::new().await;
    let partial = |id: &str, date: &str| patient(id, &urn(id), "Partial", date);
    let alone = place.write("alone.json", &[partial("1", "1980-05"), visit("1", "e", &smith())]);
    let output = place.import(&[&alone]);
    assert_eq!(output.status.code(), Some(1));
    let reason = "no patient can be kept: the birth date has no day, or isn't a date";
    let expected = format!("refused: {0}: {reason} ({0}#/entry/0)", alone.display());
    assert!(said(&output).contains(&expected), "{}", said(&output));
    assert!(said(&output).contains("Bundles: 0 of 1 imported, 1 refused."), "{}", said(&output));

    let others = place.write("others.json", &[patient("2", &urn("2"), "Two", "1990-01-01"), partial("3", "1980")]);
    let hospitals = place.write("hospitals.json", &[json!({ "resourceType": "Organization", "id": "h" })]);
    let output = place.import(&[others, hospitals]);
    assert_eq!(output.status.code(), Some(1));
    let text = said(&output);
    assert!(text.contains("Bundles: 1 of 2 imported, 0 refused, 1 without a patient. Patients left out: 1."), "{text}");
    assert!(text.contains("patients left out: 1; “Skipped” says why"), "{text}");
    assert_eq!(row(&output, "Patient"), ["1", "0", "1"]);
}

fn archive(path: &Path, bundle: &Path) {
    let mut writer = ZipWriter::new(File::create(path).unwrap());
    writer.add_directory("folder", SimpleFileOptions::default()).unwrap();
    for (name, content) in [("folder/read me.txt", vec![b'?']), ("folder/one.json", std::fs::read(bundle).unwrap())] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap();
}

#[tokio::test]
async fn folders_and_other_files_of_an_archive_are_no_bundles() {
    let place = Place::new().await;
    let one = place.write("one.json", &[patient("1", &urn("1"), "One", "1980-01-01")]);
    let path = place.path("all.zip");
    archive(&path, &one);
    let output = place.import(&[&path]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = said(&output);
    assert!(text.contains("Bundles: 1 of 1 imported, 0 refused."), "{text}");
    for (reason, name) in [("a folder", "folder/"), ("the name ends neither in .json nor in .gz", "folder/read me.txt")]
    {
        let line = format!("(other files): 1 × {reason} (first: {}/{name})", path.display());
        assert!(text.contains(&line), "{text}");
    }
}
