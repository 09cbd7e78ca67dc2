//! What isn't imported leaves nothing behind, and nobody gets what is another's.

use chrono::TimeDelta;
use model::{document::FileRefusal, import::ImportedRecord};
use store::{Error, ImportError, Importer, PutError};

use crate::{
    clinic::Clinic,
    import::{Sink, record},
};

#[tokio::test]
async fn what_cannot_be_stored_leaves_nothing_behind() {
    let clinic = Clinic::new().await;
    let importer = Importer::connect(clinic.owner_options()).await.unwrap();
    let before = clinic.digests().await;
    let unavailable = Sink { answer: Some(PutError::Unavailable), ..Sink::default() };
    let refused = importer.import(&record(&clinic), &unavailable).await;
    assert!(matches!(refused, Err(ImportError::Store(Error::Unavailable))));
    let mut strange = record(&clinic);
    strange.visits[0].provider = "npi-9".into();
    assert!(matches!(importer.import(&strange, &Sink::default()).await, Err(ImportError::Store(Error::Invalid(_)))));
    let mut strange = record(&clinic);
    strange.prescriptions[0].visit = Some("encounter-9".into());
    assert!(matches!(importer.import(&strange, &Sink::default()).await, Err(ImportError::Store(Error::Invalid(_)))));
    assert_eq!(clinic.digests().await, before);
}

#[tokio::test]
async fn a_refused_document_is_left_out_and_named() {
    let clinic = Clinic::new().await;
    let importer = Importer::connect(clinic.owner_options()).await.unwrap();
    let sink = Sink { answer: Some(PutError::Refused(FileRefusal::Damaged)), ..Sink::default() };
    let outcome = importer.import(&record(&clinic), &sink).await.unwrap();
    assert_eq!(outcome.refused_documents, [("document-1".to_owned(), FileRefusal::Damaged)]);
    assert_eq!((outcome.documents.imported, outcome.visits.imported), (0, 3));
    assert!(importer.import(&record(&clinic), &sink).await.unwrap().is_unchanged());
}

#[tokio::test]
async fn records_that_came_together_stay_or_go_together() {
    let clinic = Clinic::new().await;
    let importer = Importer::connect(clinic.owner_options()).await.unwrap();
    let sink = Sink::default();
    let mut second = record(&clinic);
    second.external_id = "issuer|43".into();
    let before = clinic.digests().await;
    for strange in ["a\0b".to_owned(), "x".repeat(501)] {
        second.visits[0].diagnosis = strange;
        let refused = importer.import_all(&[record(&clinic), second.clone()], &sink).await.unwrap_err();
        assert_eq!((refused.position, refused.error.to_string().is_empty()), (1, false));
        assert_eq!((clinic.digests().await, sink.keys.lock().unwrap().len()), (before.clone(), 0));
    }
    second.visits[0].diagnosis = String::new();
    let outcomes = importer.import_all(&[record(&clinic), second], &sink).await.unwrap();
    assert_eq!((outcomes.len(), sink.keys.lock().unwrap().len()), (2, 2));
    assert_ne!(outcomes[0].patient, outcomes[1].patient);
}

#[tokio::test]
async fn another_persons_record_is_never_merged() {
    let clinic = Clinic::new().await;
    let importer = Importer::connect(clinic.owner_options()).await.unwrap();
    let sink = Sink::default();
    importer.import(&record(&clinic), &sink).await.unwrap();
    let before = clinic.digests().await;
    let changes: [fn(&mut ImportedRecord); 3] = [
        |record| record.demographics.last_name = "Ferrer".into(),
        |record| record.demographics.first_name = "Rita".into(),
        |record| record.demographics.date_of_birth += TimeDelta::days(1),
    ];
    for change in changes {
        let mut other = record(&clinic);
        change(&mut other);
        other.documents[0].external_id = "document-2".into();
        assert!(matches!(importer.import(&other, &sink).await, Err(ImportError::AnotherPerson)));
    }
    assert_eq!((clinic.digests().await, sink.keys.lock().unwrap().len()), (before, 1));
}
