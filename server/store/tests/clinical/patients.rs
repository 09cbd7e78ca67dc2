use model::{
    allergy::{AllergiesForm, AllergyStatus, Severity},
    id::PatientId,
    patient::{Address, Demographics, Gender, Registration},
};
use store::Error;
use uuid::Uuid;

use crate::{
    clinic::Clinic,
    forms::{demographics, recorded},
};

fn new_id() -> PatientId {
    PatientId(Uuid::now_v7())
}

#[tokio::test]
async fn registering_begins_the_treatment_and_happens_once() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let id = new_id();
    let who = demographics("Raúl", "Fernández");
    for _ in 0..2 {
        let mut tx = clinic.begin(&ana).await;
        assert_eq!(tx.register_patient(id, &who, &[]).await.unwrap(), Registration::Registered(id));
        tx.commit().await.unwrap();
    }
    let mut tx = clinic.begin(&ana).await;
    let header = tx.chart_header(id).await.unwrap();
    assert_eq!(header.demographics, who);
    assert_eq!(header.treated_by[0].id, ana.provider());
    assert_eq!(tx.dashboard_counts().await.unwrap().total_patients, 1);
}

#[tokio::test]
async fn a_likely_duplicate_is_asked_about_among_ones_own_patients_only() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let existing = clinic.patient(&[&ana], "Raúl", "Fernández").await;
    let same_name = Demographics { date_of_birth: "1999-09-09".parse().unwrap(), ..demographics("raul", "FERNANDEZ") };
    let similar = demographics("Raoul", "Fernandes");
    for who in [&same_name, &similar] {
        let mut tx = clinic.begin(&ana).await;
        let id = new_id();
        match tx.register_patient(id, who, &[]).await.unwrap() {
            Registration::PossibleDuplicates(found) => assert_eq!(found[0].id, existing),
            registered => panic!("{registered:?}"),
        }
        assert!(matches!(tx.chart_header(id).await, Err(Error::NotFound)));
        assert_eq!(tx.register_patient(id, who, &[existing]).await.unwrap(), Registration::Registered(id));
    }
    let unlike = demographics("Freda", "Kris");
    for (caller, who) in [(&ana, &unlike), (&ben, &same_name)] {
        let mut tx = clinic.begin(caller).await;
        assert!(matches!(tx.register_patient(new_id(), who, &[]).await.unwrap(), Registration::Registered(_)));
    }
}

#[tokio::test]
async fn who_was_not_shown_is_asked_about() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let shown = clinic.patient(&[&ana], "Raúl", "Fernández").await;
    let other = clinic.patient(&[&ana], "Freda", "Kris").await;
    let (id, corrected) = (new_id(), demographics("Freda", "Kris"));
    let mut tx = clinic.begin(&ana).await;
    match tx.register_patient(id, &demographics("Raul", "Fernandez"), &[]).await.unwrap() {
        Registration::PossibleDuplicates(found) => assert_eq!(found[0].id, shown),
        registered => panic!("{registered:?}"),
    }
    // The name was corrected since: it is another person's now.
    match tx.register_patient(id, &corrected, &[shown]).await.unwrap() {
        Registration::PossibleDuplicates(found) => {
            assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [other]);
        }
        registered => panic!("{registered:?}"),
    }
    let registered = tx.register_patient(id, &corrected, &[shown, other]).await.unwrap();
    assert_eq!(registered, Registration::Registered(id));
}

#[tokio::test]
async fn nobody_joins_a_record_by_registering_its_id() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let mut tx = clinic.begin(&ben).await;
    let registered = tx.register_patient(patient, &demographics("Freda", "Kris"), &[]).await;
    assert!(matches!(registered, Err(Error::NotFound)));
    let mut tx = clinic.begin(&ben).await;
    assert!(matches!(tx.chart_header(patient).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn who_is_no_verified_provider_registers_nobody() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let unverified = clinic.unverified_provider("Una Verified").await;
    let account = clinic.account_of(clinic.patient(&[&ana], "Freda", "Kris").await).await;
    for caller in [&unverified, &account] {
        let mut tx = clinic.begin(caller).await;
        let registered = tx.register_patient(new_id(), &demographics("Asa", "Toy"), &[]).await;
        assert!(matches!(registered, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn demographics_change_once_per_version() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let changed = Demographics {
        last_name: "O'Connell".into(),
        gender: Gender::Other,
        blood_type: None,
        address: Address { city: "Boston".into(), ..Address::default() },
        ..demographics("Freda", "Kris")
    };
    let mut tx = clinic.begin(&ana).await;
    tx.update_demographics(patient, 1, &changed).await.unwrap();
    assert!(matches!(tx.update_demographics(patient, 1, &changed).await, Err(Error::Changed)));
    let header = tx.chart_header(patient).await.unwrap();
    assert_eq!((header.demographics, header.version), (changed, 2));
}

#[tokio::test]
async fn what_was_said_before_an_edit_is_kept_with_who_replaced_it() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let account = clinic.account_of(patient).await;
    let mut tx = clinic.begin(&ana).await;
    assert!(tx.list_patient_versions(patient).await.unwrap().is_empty());
    let second = Demographics { blood_type: None, ..demographics("Frida", "Kris") };
    tx.update_demographics(patient, 1, &second).await.unwrap();
    tx.update_allergies(patient, 2, &recorded(&[("Latex", Severity::Mild)])).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = clinic.begin(&ben).await;
    let none_known = AllergiesForm { status: AllergyStatus::NoneKnown, allergies: Vec::new() };
    tx.update_allergies(patient, 3, &none_known).await.unwrap();
    tx.commit().await.unwrap();
    for caller in [&ana, &ben, &account] {
        let mut tx = clinic.begin(caller).await;
        let versions = tx.list_patient_versions(patient).await.unwrap();
        let said: Vec<_> = versions.iter().map(|v| (v.version, v.demographics.clone(), v.allergy_status)).collect();
        let expected = [
            (3, second.clone(), AllergyStatus::Recorded),
            (2, second.clone(), AllergyStatus::Unknown),
            (1, demographics("Freda", "Kris"), AllergyStatus::Unknown),
        ];
        assert_eq!(said, expected);
        let by: Vec<_> = versions.iter().map(|v| (v.replaced_by.as_str(), v.allergies.as_slice())).collect();
        assert_eq!(by, [("Ben Okafor", &["Latex".to_owned()][..]), ("Ana Ibarra", &[]), ("Ana Ibarra", &[])]);
    }
}

#[tokio::test]
async fn an_edit_that_skips_the_version_is_refused_for_whoever_writes() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    for edit in [
        "update patients set first_name = 'Frida' where id = $1",
        "update patients set first_name = 'Frida', version = version + 2 where id = $1",
        "update patients set version = 0 where id = $1",
    ] {
        let error = sqlx::query(edit).bind(patient.0).execute(&clinic.superuser).await.unwrap_err();
        assert_eq!(error.as_database_error().unwrap().code().unwrap(), "23001", "{edit}");
    }
}
