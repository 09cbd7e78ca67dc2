//! What other generators write, and what people do. Every case stands in `fixtures/odd.json`.

use chrono::NaiveDate;
use model::{
    allergy::{AllergyStatus, Severity},
    document::{DocumentType, FileFormat},
    import::ImportedRecord,
    patient::Gender,
};

use crate::{changed, fixture, skipped, taken};

fn read() -> fhir::Bundle {
    fixture(include_str!("fixtures/odd.json"))
}

fn record() -> ImportedRecord {
    read().records.remove(0)
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_patient_is_read_without_secrets_and_digits() {
    let record = record();
    assert_eq!(record.external_id, "urn:clinic|42");
    assert!(!format!("{record:?}").contains("999-11-2222"));
    let who = &record.demographics;
    assert_eq!((who.first_name.as_str(), who.last_name.as_str()), ("María José", "Núñez d'Été"));
    assert_eq!((who.date_of_birth, who.gender), (date("1980-02-29"), Gender::Unknown));
    assert_eq!((who.address.street.as_str(), who.address.city.as_str()), ("Hauptstraße 1, 2. Stock", "Köln"));
    assert_eq!(who.address.phone, "030 123");
    let contact = &who.emergency_contact;
    assert_eq!([&contact.name, &contact.relationship, &contact.phone], ["Ana Núñez", "Next-of-Kin", "030 456"]);
    assert_eq!(changed(&read().report, "Patient", "a gender that FHIR doesn't have: recorded as unknown"), 1);
}

#[test]
fn visits_find_their_provider() {
    let record = record();
    let visits: Vec<_> =
        record.visits.iter().map(|visit| (visit.external_id.as_str(), visit.time.to_rfc3339())).collect();
    let expected = [("e1", "2025-02-28T22:30:00+00:00"), ("e2", "2025-03-02T12:00:00+00:00")];
    assert_eq!(visits, expected.map(|(id, time)| (id, time.to_owned())));
    assert_eq!(record.visits[0].provider, "http://hl7.org/fhir/sid/us-npi|123|Dr. Whole Name");
    assert_eq!(record.visits[1].provider, "organization|Clinic by the River|urn:clinic|42");
    let providers: Vec<_> = record.providers.iter().map(|p| (p.display_name.as_str(), p.specialty.as_str())).collect();
    assert_eq!(providers, [("Dr. Whole Name", "Sleep medicine"), ("Clinic by the River", "")]);
    let report = read().report;
    assert_eq!((taken(&report, "Practitioner"), taken(&report, "PractitionerRole")), (1, 1));
    assert_eq!(skipped(&report, "Practitioner", "no visit and no prescription names them"), 1);
}

#[test]
fn visits_that_cannot_be_kept_are_reported() {
    let report = read().report;
    for reason in [
        "its status is planned",
        "its date has no day, or isn't a date",
        "another one with the same id came before it",
        "its patient isn't in the bundle",
    ] {
        assert_eq!(skipped(&report, "Encounter", reason), 1, "{reason}");
    }
    let malformed = report.types["Encounter"].skipped.iter().find(|(reason, _)| reason.starts_with("malformed"));
    assert_eq!(malformed.unwrap().1.first, "fixture#/entry/11");
    assert_eq!(taken(&report, "Encounter"), 2);
}

#[test]
fn texts_of_a_visit_come_from_notes_conditions_and_reasons() {
    let record = record();
    let [first, second] = &record.visits[..] else { panic!("two visits") };
    assert_eq!((first.chief_complaint.as_str(), first.diagnosis.as_str()), ("Barking cough", "Bronchitis; Asthma"));
    assert_eq!(first.notes, "Earlier note.\n\n# Chief Complaint\nBarking cough");
    assert_eq!((second.chief_complaint.as_str(), second.diagnosis.as_str()), ("Home visit", ""));
    let report = read().report;
    assert_eq!((taken(&report, "Condition"), skipped(&report, "Condition", "entered in error")), (2, 1));
    assert_eq!(skipped(&report, "Condition", "names neither a visit nor a day"), 1);
}

#[test]
fn vital_signs_are_converted_and_the_latest_wins() {
    let record = record();
    let vitals = &record.visits[0].vitals;
    assert_eq!((vitals.systolic_blood_pressure, vitals.diastolic_blood_pressure), (Some(128.0), Some(82.0)));
    assert_eq!((vitals.temperature, vitals.oxygen_saturation, vitals.pulse), (Some(38.5), Some(96.0), None));
    let report = read().report;
    for reason in [
        "the visit has a later value",
        "no unit",
        "names neither a visit nor a day",
        "not a vital sign that Carechart keeps",
    ] {
        assert_eq!(skipped(&report, "Observation", reason), 1, "{reason}");
    }
    assert_eq!(taken(&report, "Observation"), 3);
}

#[test]
fn allergies_keep_the_worst_reaction() {
    let record = record();
    assert_eq!(record.allergy_status, AllergyStatus::Recorded);
    let [penicillin, latex] = &record.allergies[..] else { panic!("two allergies") };
    assert_eq!((penicillin.substance.as_str(), penicillin.severity), ("Penicillin", Severity::Severe));
    assert_eq!((penicillin.reaction.as_str(), penicillin.is_active), ("Hives, Anaphylaxis, after 10 minutes", true));
    assert_eq!((latex.substance.as_str(), latex.severity, latex.is_active), ("Latex", Severity::Severe, false));
    let reason = "says that none of one kind is known, which isn't kept";
    assert_eq!(skipped(&read().report, "AllergyIntolerance", reason), 1);
}

#[test]
fn prescriptions_follow_their_references() {
    let record = record();
    let [aspirin, ibuprofen] = &record.prescriptions[..] else { panic!("two prescriptions") };
    assert_eq!((aspirin.medication.as_str(), aspirin.is_active), ("Aspirin 81 MG Oral Tablet", true));
    assert_eq!((aspirin.dosage.as_str(), aspirin.frequency.as_str()), ("One tablet", "once a day"));
    assert_eq!((aspirin.start_date, aspirin.end_date), (date("2025-03-01"), Some(date("2025-06-30"))));
    assert_eq!(aspirin.visit.as_deref(), Some("e1"));
    assert_eq!(aspirin.provider.as_deref(), Some("http://hl7.org/fhir/sid/us-npi|123|Dr. Whole Name"));
    assert_eq!((ibuprofen.medication.as_str(), ibuprofen.is_active), ("Ibuprofen 200 MG", false));
    assert_eq!((ibuprofen.end_date, &ibuprofen.visit, &ibuprofen.provider), (None, &None, &None));
    let report = read().report;
    for reason in ["its status is draft", "its intent is plan", "names no medication"] {
        assert_eq!(skipped(&report, "MedicationRequest", reason), 1, "{reason}");
    }
    assert_eq!(changed(&report, "MedicationRequest", "an end before its start was left out"), 1);
    assert_eq!(taken(&report, "Medication"), 1);
}

#[test]
fn files_become_documents() {
    let record = record();
    let [pdf, jpeg] = &record.documents[..] else { panic!("two documents") };
    assert_eq!((pdf.external_id.as_str(), pdf.format, pdf.bytes.as_slice()), ("f1", FileFormat::Pdf, &b"%PDF-1.7"[..]));
    assert_eq!((pdf.document_type, pdf.description.as_str()), (DocumentType::LabResult, "Blood count"));
    assert_eq!((pdf.created_at, jpeg.created_at), (record.visits[0].time, record.visits[0].time));
    assert_eq!((jpeg.external_id.as_str(), jpeg.format), ("f1#2", FileFormat::Jpeg));
    assert_eq!(
        (jpeg.bytes.as_slice(), jpeg.description.as_str()),
        (&[0xff, 0xd8, 0xff, 0xe0][..], "Laboratory report")
    );
    let report = read().report;
    assert_eq!(skipped(&report, "DocumentReference", "its format isn't kept: application/dicom"), 1);
    assert_eq!(skipped(&report, "DocumentReference", "its content is elsewhere, behind an address"), 1);
    assert_eq!((taken(&report, "DocumentReference"), taken(&report, "DocumentReference (note)")), (2, 2));
}

#[test]
fn what_has_no_place_is_counted() {
    let report = read().report;
    assert_eq!(skipped(&report, "Immunization", "not kept: Carechart has no place for it"), 1);
    assert_eq!(skipped(&report, "(no resource)", "the entry has no resource"), 1);
    assert_eq!(report.types["(no type)"].skipped.values().map(|skipped| skipped.count).sum::<u64>(), 1);
}
