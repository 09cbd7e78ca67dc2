use model::{
    allergy::{AllergyForm, AllergyStatus, Severity},
    id::PatientId,
};
use store::Error;
use uuid::Uuid;

use crate::{
    clinic::Clinic,
    forms::{demographics, recorded},
};

#[tokio::test]
async fn the_header_has_the_patient_the_allergies_and_who_treats_them() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let left = clinic.provider("Cy Left").await;
    let patient = clinic.patient(&[&ben, &ana, &left], "Freda", "O'Connell").await;
    clinic.end_relationship(&left, patient).await;
    clinic.treat(&clinic.unverified_provider("Una Verified").await, patient).await;
    let mut tx = clinic.begin(&ana).await;
    let form = recorded(&[("Latex", Severity::Mild), ("penicillin", Severity::Severe), ("Aspirin", Severity::Mild)]);
    tx.update_allergies(patient, 1, &form).await.unwrap();
    let header = tx.chart_header(patient).await.unwrap();
    assert_eq!(header.demographics, demographics("Freda", "O'Connell"));
    let substances: Vec<_> = header.allergies.iter().map(|allergy| allergy.substance.as_str()).collect();
    assert_eq!(substances, ["penicillin", "Aspirin", "Latex"]);
    let names: Vec<_> = header.treated_by.iter().map(|colleague| colleague.display_name.as_str()).collect();
    assert_eq!(names, ["Ana Ibarra", "Ben Okafor"]);
    assert_eq!((header.allergy_status, header.has_account, header.version), (AllergyStatus::Recorded, false, 2));
}

#[tokio::test]
async fn a_patient_reads_their_own_header_and_no_other() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let freda = clinic.patient(&[&ana], "Freda", "Kris").await;
    let other = clinic.patient(&[&ana], "Asa", "Toy").await;
    let account = clinic.account_of(freda).await;
    let mut tx = clinic.begin(&account).await;
    let mine = tx.my_record().await.unwrap();
    assert_eq!((mine.id, mine.has_account), (freda, true));
    assert_eq!(mine.treated_by[0].display_name, "Ana Ibarra");
    assert!(matches!(tx.chart_header(other).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_account_without_a_record_finds_none() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let mut tx = clinic.begin(&ana).await;
    assert!(matches!(tx.my_record().await, Err(Error::NotFound)));
    assert!(matches!(tx.chart_header(PatientId(Uuid::now_v7())).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn replaced_allergies_are_kept_as_inactive() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let mut tx = clinic.begin(&ana).await;
    let first = recorded(&[("Latex", Severity::Mild), ("Penicillin", Severity::Moderate)]);
    tx.update_allergies(patient, 1, &first).await.unwrap();
    let before = tx.chart_header(patient).await.unwrap().allergies;
    let mut second = recorded(&[("Penicillin", Severity::Severe)]);
    second.allergies.push(AllergyForm { substance: "Latex".into(), reaction: String::new(), severity: Severity::Mild });
    tx.update_allergies(patient, 2, &second).await.unwrap();
    let after = tx.chart_header(patient).await.unwrap().allergies;
    assert_eq!(after.len(), 2);
    assert_eq!((after[0].substance.as_str(), after[0].severity), ("Penicillin", Severity::Severe));
    assert_eq!(after[1].id, before[1].id, "an unchanged row stays the same row");
    assert!(matches!(tx.update_allergies(patient, 2, &first).await, Err(Error::Changed)));
    tx.commit().await.unwrap();
    assert_eq!(
        clinic.allergies(patient).await,
        [("Latex", "active"), ("Penicillin", "active"), ("Penicillin", "inactive")]
            .map(|(substance, status)| (substance.to_owned(), status.to_owned()))
    );
    assert_eq!(clinic.derived_allergies(patient).await, ["Latex", "Penicillin"]);
}
