use std::sync::Mutex;

use chrono::{TimeDelta, Utc};
use model::{
    allergy::{AllergyStatus, Severity},
    document::{DocumentType, FileFormat},
    import::{
        ImportedAllergy, ImportedDocument, ImportedPrescription, ImportedProvider, ImportedRecord, ImportedVisit,
    },
    vitals::Vitals,
};
use store::{DocumentSink, Importer, PutError, Tally};

use crate::{clinic::Clinic, forms::demographics};

/// Keeps what it was given; refuses what it is told to.
#[derive(Default)]
pub struct Sink {
    pub keys: Mutex<Vec<(String, Vec<u8>)>>,
    pub answer: Option<PutError>,
}

impl DocumentSink for Sink {
    async fn put(&self, object_key: &str, document: &ImportedDocument) -> Result<(), PutError> {
        if let Some(error) = self.answer {
            return Err(error);
        }
        self.keys.lock().unwrap().push((object_key.to_owned(), document.bytes.clone()));
        Ok(())
    }

    async fn take_back(&self, object_key: &str) {
        self.keys.lock().unwrap().retain(|(key, _)| key != object_key);
    }
}

fn provider(number: u32) -> ImportedProvider {
    ImportedProvider {
        external_id: format!("npi-{number}"),
        display_name: format!("Doctor {number}"),
        license_number: String::new(),
        specialty: "General practice".into(),
    }
}

pub fn record(clinic: &Clinic) -> ImportedRecord {
    let visit = |number: u32| ImportedVisit {
        external_id: format!("encounter-{number}"),
        provider: format!("npi-{}", number % 2),
        time: clinic.moment() - TimeDelta::days(i64::from(number)),
        chief_complaint: "Check-up".into(),
        diagnosis: format!("Finding {number}"),
        notes: String::new(),
        vitals: Vitals { pulse: Some(60.0 + f64::from(number)), ..Vitals::default() },
    };
    let prescription = |number: u32, visit: Option<&str>, provider: Option<&str>| ImportedPrescription {
        external_id: format!("request-{number}"),
        visit: visit.map(str::to_owned),
        provider: provider.map(str::to_owned),
        medication: "Metformin".into(),
        dosage: "500 mg".into(),
        frequency: "daily".into(),
        start_date: clinic.today(),
        end_date: None,
        is_active: true,
    };
    ImportedRecord {
        external_id: "issuer|42".into(),
        demographics: demographics("Raúl", "Fernández"),
        allergy_status: AllergyStatus::Recorded,
        allergies: vec![ImportedAllergy {
            external_id: "allergy-1".into(),
            substance: "Latex".into(),
            code: "111088007".into(),
            reaction: "Hives".into(),
            severity: Severity::Moderate,
            is_active: true,
        }],
        providers: vec![provider(1), provider(0)],
        visits: (0..3).map(visit).collect(),
        prescriptions: vec![prescription(1, Some("encounter-1"), Some("npi-1")), prescription(2, None, None)],
        documents: vec![ImportedDocument {
            external_id: "document-1".into(),
            document_type: DocumentType::LabResult,
            format: FileFormat::Pdf,
            description: "Blood count".into(),
            created_at: Utc::now() - TimeDelta::days(3),
            bytes: b"%PDF-1.7".to_vec(),
        }],
    }
}

#[tokio::test]
async fn a_record_is_imported_once() {
    let clinic = Clinic::new().await;
    let importer = Importer::connect(clinic.owner_options()).await.unwrap();
    let sink = Sink::default();
    let first = importer.import(&record(&clinic), &sink).await.unwrap();
    let new = |imported| Tally { imported, unchanged: 0 };
    assert_eq!((first.patients, first.providers, first.allergies), (new(1), new(2), new(1)));
    assert_eq!((first.visits, first.prescriptions, first.documents), (new(3), new(2), new(1)));
    assert!(!first.is_unchanged());
    let before = clinic.digests().await;

    let second = importer.import(&record(&clinic), &sink).await.unwrap();
    assert!(second.is_unchanged());
    assert_eq!((second.patient, second.visits), (first.patient, Tally { imported: 0, unchanged: 3 }));
    assert_eq!(clinic.digests().await, before);
    assert_eq!(sink.keys.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_imported_record_is_read_by_whoever_comes_to_treat_the_patient() {
    let clinic = Clinic::new().await;
    let importer = Importer::connect(clinic.owner_options()).await.unwrap();
    let sink = Sink::default();
    let patient = importer.import(&record(&clinic), &sink).await.unwrap().patient;
    let doctor = clinic.attach("npi-1").await;
    let mut tx = clinic.begin(&doctor).await;
    let header = tx.chart_header(patient).await.unwrap();
    assert_eq!(header.demographics, record(&clinic).demographics);
    assert_eq!((header.allergies[0].substance.as_str(), header.allergies[0].severity), ("Latex", Severity::Moderate));
    let visits = tx.list_visits(patient, None).await.unwrap().rows;
    let seen: Vec<_> = visits.iter().map(|v| (v.provider_name.as_str(), v.diagnosis.as_str(), v.is_mine)).collect();
    assert_eq!(
        seen,
        [("Doctor 0", "Finding 0", false), ("Doctor 1", "Finding 1", true), ("Doctor 0", "Finding 2", false)]
    );
    let prescriptions = tx.list_prescriptions(patient, None).await.unwrap().rows;
    let with_visit = prescriptions.iter().find(|row| row.visit.is_some()).unwrap();
    assert_eq!((with_visit.visit, with_visit.prescribed_by.as_str()), (Some(visits[1].id), "Doctor 1"));
    let document = tx.list_documents(patient, None).await.unwrap().rows.remove(0);
    assert_eq!((document.size, document.uploaded_by_name.as_str()), (8, ""));
    let file = tx.document_file(document.id).await.unwrap();
    assert_eq!(*sink.keys.lock().unwrap(), [(file.object_key, b"%PDF-1.7".to_vec())]);
}

#[tokio::test]
async fn a_newer_bundle_adds_what_is_new_and_overwrites_nothing() {
    let clinic = Clinic::new().await;
    let importer = Importer::connect(clinic.owner_options()).await.unwrap();
    let mut newer = record(&clinic);
    let mut older = record(&clinic);
    older.visits.truncate(2);
    older.allergies.clear();
    older.allergy_status = AllergyStatus::NoneKnown;
    newer.visits[0].diagnosis = "Changed elsewhere".into();
    let patient = importer.import(&older, &Sink::default()).await.unwrap().patient;
    let outcome = importer.import(&newer, &Sink::default()).await.unwrap();
    assert_eq!(outcome.visits, Tally { imported: 1, unchanged: 2 });
    let doctor = clinic.attach("npi-0").await;
    let mut tx = clinic.begin(&doctor).await;
    let header = tx.chart_header(patient).await.unwrap();
    assert_eq!((header.allergy_status, header.allergies.len()), (AllergyStatus::Recorded, 1));
    assert_eq!(tx.list_visits(patient, None).await.unwrap().rows[0].diagnosis, "Finding 0");
}
