use chrono::{TimeDelta, Utc};
use model::{
    document::{DocumentType, FileFormat},
    id::DocumentId,
};
use store::{Error, Filing, NewDocument, PAGE_SIZE};
use uuid::Uuid;

use crate::clinic::Clinic;

#[tokio::test]
async fn an_uploaded_document_is_listed_and_downloaded() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let account = clinic.account_of(patient).await;
    let document = NewDocument {
        id: DocumentId(Uuid::now_v7()),
        patient,
        object_key: Uuid::now_v7().to_string(),
        document_type: DocumentType::LabResult,
        format: FileFormat::Jpeg,
        description: "Blood count".into(),
        size: 1_234,
        sha256: [7; 32],
    };
    let mut tx = clinic.begin(&ana).await;
    tx.check_may_write(patient).await.unwrap();
    assert_eq!(tx.add_document(&document).await.unwrap(), Filing::New);
    tx.commit().await.unwrap();
    for caller in [&ana, &account] {
        let mut tx = clinic.begin(caller).await;
        let listed = tx.list_documents(patient, None).await.unwrap().rows.remove(0);
        assert_eq!(
            (listed.id, listed.document_type, listed.format),
            (document.id, DocumentType::LabResult, FileFormat::Jpeg)
        );
        assert_eq!((listed.uploaded_by_name.as_str(), listed.size, listed.reviewed_at), ("Ana Ibarra", 1_234, None));
        let file = tx.document_file(document.id).await.unwrap();
        assert_eq!((file.object_key.as_str(), file.media_type), (document.object_key.as_str(), "image/jpeg"));
        assert_eq!(file.file_name, format!("lab-result-{}.jpg", clinic.today()));
    }
}

#[tokio::test]
async fn a_document_that_is_sent_twice_is_filed_once() {
    let clinic = Clinic::new().await;
    let (ana, ben) = (clinic.provider("Ana Ibarra").await, clinic.provider("Ben Okafor").await);
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let other = clinic.patient(&[&ana], "Asa", "Kris").await;
    let key = || Uuid::now_v7().to_string();
    let document = NewDocument {
        id: DocumentId(Uuid::now_v7()),
        patient,
        object_key: key(),
        document_type: DocumentType::LabResult,
        format: FileFormat::Pdf,
        description: "Blood count".into(),
        size: 1_234,
        sha256: [7; 32],
    };
    let mut tx = clinic.begin(&ana).await;
    assert_eq!(tx.earlier_filing(&document).await.unwrap(), None);
    assert_eq!(tx.add_document(&document).await.unwrap(), Filing::New);
    tx.commit().await.unwrap();

    let again = NewDocument { object_key: key(), ..document.clone() };
    let different = [
        NewDocument { sha256: [8; 32], ..again.clone() },
        NewDocument { patient: other, ..again.clone() },
        NewDocument { document_type: DocumentType::Other, ..again.clone() },
        NewDocument { description: "Lipids".into(), ..again.clone() },
    ];
    let mut tx = clinic.begin(&ana).await;
    assert_eq!(tx.earlier_filing(&again).await.unwrap(), Some(Filing::Again));
    assert_eq!(tx.add_document(&again).await.unwrap(), Filing::Again);
    for different in &different {
        assert_eq!(tx.earlier_filing(different).await.unwrap(), Some(Filing::Different));
        assert_eq!(tx.add_document(different).await.unwrap(), Filing::Different);
    }
    // An object belongs to one row.
    let same_object = NewDocument { id: DocumentId(Uuid::now_v7()), ..document.clone() };
    assert!(matches!(tx.add_document(&same_object).await, Err(Error::NotFound)));
    let listed = tx.list_documents(patient, None).await.unwrap().rows;
    assert_eq!((listed.len(), listed[0].description.as_str()), (1, "Blood count"));
    assert_eq!(tx.document_file(document.id).await.unwrap().object_key, document.object_key);
    tx.commit().await.unwrap();

    // To a colleague the id is one that is taken, although the document is theirs to read.
    let mut tx = clinic.begin(&ben).await;
    assert_eq!(tx.earlier_filing(&again).await.unwrap(), None);
    assert!(matches!(tx.add_document(&again).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn documents_page_latest_first() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    for number in 0..PAGE_SIZE + 4 {
        clinic.document(patient, clinic.moment() - TimeDelta::days(number as i64 / 10)).await;
    }
    let mut tx = clinic.begin(&ana).await;
    let first = tx.list_documents(patient, None).await.unwrap();
    let second = tx.list_documents(patient, first.next.as_ref()).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE_SIZE, 4, None));
    let all: Vec<_> = first.rows.iter().chain(&second.rows).collect();
    assert!(all.windows(2).all(|pair| (pair[0].uploaded_at, pair[0].id) > (pair[1].uploaded_at, pair[1].id)));
}

#[tokio::test]
async fn a_review_is_kept_as_it_was_first_made() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let document = clinic.document(patient, Utc::now()).await;
    let mut first = None;
    for reviewer in [&ana, &ben] {
        let mut tx = clinic.begin(reviewer).await;
        tx.mark_document_reviewed(document).await.unwrap();
        let reviewed_at = tx.list_documents(patient, None).await.unwrap().rows[0].reviewed_at.unwrap();
        assert_eq!(*first.get_or_insert(reviewed_at), reviewed_at);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_misfiled_document_is_gone_for_the_patient_and_marked_for_providers() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let account = clinic.account_of(patient).await;
    let document = clinic.document(patient, Utc::now()).await;
    let mut tx = clinic.begin(&account).await;
    assert!(tx.document_file(document).await.is_ok());
    let mut tx = clinic.begin(&ana).await;
    tx.mark_document_entered_in_error(document, "another patient's").await.unwrap();
    let listed = tx.list_documents(patient, None).await.unwrap().rows.remove(0);
    assert_eq!(listed.entered_in_error.unwrap().reason, "another patient's");
    assert!(tx.document_file(document).await.is_ok());
    tx.commit().await.unwrap();
    let mut tx = clinic.begin(&account).await;
    assert!(tx.list_documents(patient, None).await.unwrap().rows.is_empty());
    assert!(matches!(tx.document_file(document).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_sweep_learns_which_objects_have_a_row() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let document = clinic.document(patient, Utc::now()).await;
    let mut tx = clinic.begin(&ana).await;
    let key = tx.document_file(document).await.unwrap().object_key;
    let orphan = Uuid::now_v7().to_string();
    assert_eq!(clinic.worker().await.known_object_keys(&[orphan, key.clone()]).await.unwrap(), [key]);
}
