//! What an administrator ends of what a patient reported: a share, and a caregiver whom a provider let in.

use model::{
    access::{AccessReport, EndableAccess},
    id::{AccessReportId, AuditEventId, PatientId, UserId},
};
use store::Error;
use uuid::Uuid;

use crate::{
    caregivers::{accept, invite},
    ending_shares::{reads, share},
    scene::Scene,
};

/// The account opens the chart, and the patient reports it.
async fn report(scene: &Scene, patient: PatientId, account: UserId, of: UserId) -> AccessReportId {
    let mut tx = scene.begin(of).await;
    tx.chart_header(patient).await.unwrap();
    tx.commit().await.unwrap();
    let event = "select id from audit_events where patient_id = $1 and actor_user_id = $2 order by id desc limit 1";
    let event = sqlx::query_scalar(event).bind(patient.0).bind(of.0).fetch_one(&scene.superuser).await.unwrap();
    let report = AccessReportId(Uuid::now_v7());
    let mut tx = scene.begin(account).await;
    tx.report_access(report, AuditEventId(event), "I don't know them.").await.unwrap();
    tx.commit().await.unwrap();
    report
}

async fn end(scene: &Scene, by: UserId, report: AccessReportId) -> Result<(), Error> {
    let mut tx = scene.begin(by).await;
    tx.end_reported_access(report).await?;
    tx.commit().await
}

async fn reports(scene: &Scene) -> Vec<AccessReport> {
    scene.begin(scene.administrator).await.list_access_reports().await.unwrap()
}

#[tokio::test]
async fn a_reported_share_is_ended_by_the_administrator_and_nobody_else() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    share(&scene, maya, patient, tomas).await;
    let of_tomas = report(&scene, patient, freda, tomas.user).await;
    let of_maya = report(&scene, patient, freda, maya.user).await;
    let endable: Vec<_> = reports(&scene).await.into_iter().map(|report| (report.id, report.endable)).collect();
    assert_eq!(endable, [(of_tomas, Some(EndableAccess::Share)), (of_maya, None)]);

    for user in [maya.user, tomas.user, freda] {
        assert!(matches!(end(&scene, user, of_tomas).await, Err(Error::NotFound)));
    }
    assert!(matches!(end(&scene, scene.administrator, of_maya).await, Err(Error::NotFound)), "in her own right");
    end(&scene, scene.administrator, of_tomas).await.unwrap();
    assert!(!reads(&scene, tomas, patient).await && reads(&scene, maya, patient).await);
    assert!(reports(&scene).await.iter().all(|report| report.endable.is_none()));
    assert!(matches!(end(&scene, scene.administrator, of_tomas).await, Err(Error::NotFound)), "once");
}

#[tokio::test]
async fn no_patient_is_left_without_anybody() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    share(&scene, maya, patient, tomas).await;
    let of_tomas = report(&scene, patient, freda, tomas.user).await;
    let mut tx = scene.begin(maya.user).await;
    tx.end_relationship(patient).await.unwrap();
    tx.commit().await.unwrap();
    let refused = end(&scene, scene.administrator, of_tomas).await;
    assert!(matches!(&refused, Err(Error::Invalid(errors)) if errors[0].field == "report"), "{refused:?}");
    assert!(reads(&scene, tomas, patient).await);
}

#[tokio::test]
async fn a_caregiver_whom_a_provider_let_in_is_ended_and_the_patient_is_told() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    scene.run("update patients set date_of_birth = '2020-02-03', version = version + 1").await;
    invite(&scene, maya.user, patient, 1).await.unwrap();
    invite(&scene, freda, patient, 2).await.unwrap();
    let ana = accept(&scene, 1, "2020-02-03", "ana@example.org").await.unwrap();
    let eva = accept(&scene, 2, "2020-02-03", "eva@example.org").await.unwrap();
    let (of_ana, of_eva) = (report(&scene, patient, freda, ana).await, report(&scene, patient, freda, eva).await);
    let endable: Vec<_> = reports(&scene).await.into_iter().map(|report| (report.id, report.endable)).collect();
    assert_eq!(endable, [(of_ana, Some(EndableAccess::Caregiver)), (of_eva, None)], "Freda's own to end");
    end(&scene, scene.administrator, of_ana).await.unwrap();
    assert!(scene.begin(ana).await.chart_header(patient).await.is_err());
    assert!(scene.begin(eva).await.chart_header(patient).await.is_ok());
    let told = scene.begin(freda).await.list_ended_caregivers().await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].explanation().contains("administrator ended it after a report"), "{told:?}");

    // A report that is closed ends nothing.
    invite(&scene, maya.user, patient, 3).await.unwrap();
    let ida = accept(&scene, 3, "2020-02-03", "ida@example.org").await.unwrap();
    let of_ida = report(&scene, patient, freda, ida).await;
    let mut tx = scene.begin(scene.administrator).await;
    tx.close_access_report(of_ida, "They are her aunt.").await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(end(&scene, scene.administrator, of_ida).await, Err(Error::NotFound)));
}
