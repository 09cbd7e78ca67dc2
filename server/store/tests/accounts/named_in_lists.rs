//! Whose names stand in the lists of emergencies, handovers and caregivers: each of them is told.

use model::{
    access::AccessRight,
    id::{AccessReportId, CaregiverId, HandoverId, PatientId, UserId},
};
use uuid::Uuid;

use crate::{
    break_glass::{LASTS, open},
    caregivers::accept,
    scene::{Scene, link},
};

/// Of an action: by whom, of whose record, by which right; in order.
async fn told(scene: &Scene, action: &str) -> Vec<(Option<Uuid>, Option<Uuid>, String)> {
    let events = "select actor_user_id, patient_id, access_right from audit_events where action = $1 order by id";
    sqlx::query_as(events).bind(action).fetch_all(&scene.superuser).await.unwrap()
}

/// The event of a list, and that of the one patient in it.
fn listed(by: UserId, patient: PatientId, right: &str) -> [(Option<Uuid>, Option<Uuid>, String); 2] {
    [(Some(by.0), None, "account".to_owned()), (Some(by.0), Some(patient.0), right.to_owned())]
}

/// Lets Ana in to the record.
async fn caregiver(scene: &Scene, by: UserId, patient: PatientId) -> UserId {
    let mut tx = scene.begin_confirmed(by).await;
    tx.invite_caregiver(patient, "Ana", 12, &link(1).1).await.unwrap();
    tx.commit().await.unwrap();
    accept(scene, 1, "1980-02-03", "ana@example.org").await.unwrap()
}

#[tokio::test]
async fn who_stands_in_the_list_of_emergencies_is_told() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    open(&scene, tomas).await.unwrap();
    let mut tx = scene.begin(tomas.user).await;
    tx.list_break_glass(LASTS).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(told(&scene, "break_glass.list").await, listed(tomas.user, patient, "break_glass"));
}

#[tokio::test]
async fn who_is_to_be_handed_over_is_told_that_the_colleague_read_the_name() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.ask_handover(HandoverId(Uuid::now_v7()), patient, tomas.id).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = scene.begin(tomas.user).await;
    assert_eq!(tx.list_arrangements().await.unwrap().handovers.len(), 1);
    tx.commit().await.unwrap();
    assert_eq!(told(&scene, "arrangements.list").await, listed(tomas.user, patient, "none"));
    let history = scene.begin(freda).await.list_access(patient, None).await.unwrap().rows;
    let read = history.iter().find(|access| access.right == AccessRight::None).unwrap();
    assert_eq!(read.what, ["saw the name in a list of patients to be handed over"]);
}

#[tokio::test]
async fn what_a_caregiver_does_is_told_as_theirs_to_the_last() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let ana = caregiver(&scene, freda, patient).await;
    let mut tx = scene.begin(ana).await;
    let caregiver: CaregiverId = tx.list_cared_for().await.unwrap()[0].caregiver;
    tx.commit().await.unwrap();
    assert_eq!(told(&scene, "caregiver.list_records").await, listed(ana, patient, "caregiver"));
    let history = scene.begin(freda).await.list_access(patient, None).await.unwrap().rows;
    let event = history.iter().find(|access| access.right == AccessRight::Caregiver).unwrap().event;

    // The list would bury the rest of what the administrator reads.
    let security = scene.begin(scene.administrator).await.list_security_events(None).await.unwrap().page.rows;
    assert!(security.iter().all(|event| !event.what.contains("saw the name")), "{security:?}");
    let mut tx = scene.begin(freda).await;
    tx.report_access(AccessReportId(Uuid::now_v7()), event, "Who is this?").await.unwrap();
    tx.commit().await.unwrap();
    let reports = scene.begin(scene.administrator).await.list_access_reports().await.unwrap();
    assert_eq!((reports[0].who.as_str(), reports[0].right), ("ana@example.org", AccessRight::Caregiver));

    // Who gives it up does so by the right that ends with it, and under their name.
    let mut tx = scene.begin(ana).await;
    tx.revoke_caregiver(caregiver).await.unwrap();
    tx.commit().await.unwrap();
    let revoked = [(Some(ana.0), Some(patient.0), "caregiver".to_owned())];
    assert_eq!(told(&scene, "caregiver.revoke").await, revoked);
    let history = scene.begin(freda).await.list_access(patient, None).await.unwrap().rows;
    assert!(history.iter().all(|access| access.who != "The patient"), "{history:?}");
}
