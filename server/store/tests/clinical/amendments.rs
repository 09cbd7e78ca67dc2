use chrono::Utc;
use model::{visit::VisitContent, vitals::Vitals};
use store::Error;

use crate::{
    clinic::Clinic,
    forms::{content, prescription},
};

#[tokio::test]
async fn an_amendment_keeps_the_earlier_version_with_its_reason() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let visit = clinic.visit_with(patient, &ana, Utc::now(), "Cold", Vitals::default()).await;
    let mut tx = clinic.begin(&ana).await;
    let amended = VisitContent { diagnosis: "Asthma".into(), ..content(&clinic) };
    tx.amend_visit(visit, 1, "Spirometry came back", &amended).await.unwrap();
    assert!(matches!(tx.amend_visit(visit, 1, "again", &amended).await, Err(Error::Changed)));
    let rows = tx.list_visits(patient, None).await.unwrap().rows;
    assert_eq!((rows[0].diagnosis.as_str(), rows[0].version, rows[0].amendments), ("Asthma", 2, 1));
    let versions = tx.list_visit_versions(visit).await.unwrap();
    assert_eq!(versions.len(), 1);
    assert_eq!((versions[0].version, versions[0].diagnosis.as_str()), (1, "Cold"));
    assert_eq!(versions[0].reason, "Spirometry came back");
}

#[tokio::test]
async fn of_two_amendments_at_once_the_second_is_told() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let visit = clinic.visit(patient, &ana, Utc::now()).await;
    let content = content(&clinic);
    let (mut first, mut second) = (clinic.begin(&ana).await, clinic.begin(&ana).await);
    first.amend_visit(visit, 1, "one reason", &content).await.unwrap();
    let (amended, committed) = tokio::join!(second.amend_visit(visit, 1, "another", &content), first.commit());
    committed.unwrap();
    assert!(matches!(amended, Err(Error::Changed)), "{amended:?}");
}

#[tokio::test]
async fn an_amendment_needs_a_reason_and_takes_no_prescriptions() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let visit = clinic.visit(patient, &ana, Utc::now()).await;
    let with_prescription = VisitContent { prescriptions: vec![prescription("Metformin")], ..content(&clinic) };
    let mut tx = clinic.begin(&ana).await;
    for (reason, content, field) in
        [(" ", &content(&clinic), "reason"), ("A reason", &with_prescription, "prescriptions")]
    {
        match tx.amend_visit(visit, 1, reason, content).await {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, field),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_colleague_adds_a_remark_but_changes_nothing() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let visit = clinic.visit(patient, &ana, Utc::now()).await;
    let mut tx = clinic.begin(&ben).await;
    assert!(matches!(tx.amend_visit(visit, 1, "a reason", &content(&clinic)).await, Err(Error::NotFound)));
    let mut tx = clinic.begin(&ben).await;
    assert!(matches!(tx.save_private_note(visit, "mine").await, Err(Error::NotFound)));
    let mut tx = clinic.begin(&ben).await;
    tx.add_addendum(visit, "Seen again by telephone.").await.unwrap();
    tx.add_addendum(visit, "And once more.").await.unwrap();
    assert!(matches!(tx.add_addendum(visit, " ").await, Err(Error::Invalid(_))));
    let row = tx.list_visits(patient, None).await.unwrap().rows.remove(0);
    let addenda: Vec<_> = row.addenda.iter().map(|a| (a.provider_name.as_str(), a.text.as_str())).collect();
    assert_eq!(addenda, [("Ben Okafor", "Seen again by telephone."), ("Ben Okafor", "And once more.")]);
    assert!(!row.is_mine);
}

#[tokio::test]
async fn a_private_note_is_the_authors_alone() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana, &ben], "Freda", "Kris").await;
    let account = clinic.account_of(patient).await;
    let visit = clinic.visit(patient, &ana, Utc::now()).await;
    let mut tx = clinic.begin(&ana).await;
    tx.save_private_note(visit, "Draft").await.unwrap();
    tx.save_private_note(visit, "Ask about sleep").await.unwrap();
    tx.commit().await.unwrap();
    for (caller, expected) in [(&ana, "Ask about sleep"), (&ben, ""), (&account, "")] {
        let mut tx = clinic.begin(caller).await;
        assert_eq!(tx.list_visits(patient, None).await.unwrap().rows[0].private_note, expected);
    }
    let mut tx = clinic.begin(&ana).await;
    tx.save_private_note(visit, " ").await.unwrap();
    assert_eq!(tx.list_visits(patient, None).await.unwrap().rows[0].private_note, "");
}
