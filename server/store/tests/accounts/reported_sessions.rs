//! The administrator reads the whole session that a patient reported: of the own record and of none line by line, of other
//! records in numbers.

use model::{
    access::{AccessReport, AccessRight},
    id::{AccessReportId, AuditEventId, PatientId, UserId},
};
use store::{Caller, Error};
use uuid::Uuid;

use crate::scene::{Provider, Scene};

async fn read(scene: &Scene, caller: &Caller, patient: PatientId) {
    let mut tx = scene.store.begin_as(caller).await.unwrap();
    tx.chart_header(patient).await.unwrap();
    tx.commit().await.unwrap();
}

/// The patient reports the last event of their record by the provider.
async fn report(scene: &Scene, account: UserId, patient: PatientId, by: Provider) -> AuditEventId {
    let last = "select id from audit_events where patient_id = $1 and actor_user_id = $2 order by id desc limit 1";
    let last = sqlx::query_scalar(last).bind(patient.0).bind(by.user.0);
    let event = AuditEventId(last.fetch_one(&scene.superuser).await.unwrap());
    let mut tx = scene.begin(account).await;
    tx.report_access(AccessReportId(Uuid::now_v7()), event, "I have never met them.").await.unwrap();
    tx.commit().await.unwrap();
    event
}

async fn reports(scene: &Scene) -> Vec<AccessReport> {
    let mut tx = scene.begin(scene.administrator).await;
    let reports = tx.list_access_reports().await.unwrap();
    tx.commit().await.unwrap();
    reports
}

#[tokio::test]
async fn the_session_is_read_and_names_nobody_else() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (freda, account) = scene.linked_patient(maya, "freda@example.org").await;
    let others = [scene.patient(maya).await, scene.patient(maya).await, scene.patient(maya).await];
    let (session, another) = (scene.sign_in(maya.user, 101, None).await, scene.sign_in(maya.user, 102, None).await);
    read(&scene, &another, freda).await;
    for _ in 0..2 {
        for other in others {
            read(&scene, &session, other).await;
        }
    }
    read(&scene, &session, freda).await;
    read(&scene, &session, freda).await;
    scene.store.end_session(&session).await.unwrap();
    report(&scene, account, freda, maya).await;

    let reports = reports(&scene).await;
    let [reported] = &reports[..] else { panic!("{reports:?}") };
    let lines: Vec<_> =
        reported.session.events.iter().map(|event| (event.what.as_str(), event.right, event.is_reported)).collect();
    let expected = [
        ("signed in", AccessRight::Account, false),
        ("opened the chart", AccessRight::Treating, false),
        ("opened the chart", AccessRight::Treating, true),
        ("signed out", AccessRight::Account, false),
    ];
    assert_eq!((&lines[..], reported.session.more), (&expected[..], 0), "the other session is left out");
    let elsewhere: Vec<String> = reported.session.elsewhere.iter().map(|done| done.in_words()).collect();
    assert_eq!(elsewhere, ["opened the chart: 6 times, in 3 other records"]);
    let said = serde_json::to_string(reported).unwrap();
    for id in others.iter().chain([&freda]) {
        assert!(!said.contains(&id.to_string()), "{said}");
    }
}

#[tokio::test]
async fn of_a_long_session_the_nearest_are_listed_and_the_rest_is_counted() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (freda, account) = scene.linked_patient(maya, "freda@example.org").await;
    let session = scene.sign_in(maya.user, 101, None).await;
    for _ in 0..60 {
        read(&scene, &session, freda).await;
    }
    report(&scene, account, freda, maya).await;
    let reports = reports(&scene).await;
    let session = &reports[0].session;
    // Sixty, and that they signed in, which is the farthest.
    assert_eq!((session.events.len(), session.more), (50, 11));
    assert!(session.events.last().unwrap().is_reported && session.events.iter().all(|event| event.what != "signed in"));
}

#[tokio::test]
async fn what_has_no_session_is_that_event_alone() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (freda, account) = scene.linked_patient(maya, "freda@example.org").await;
    let event = Uuid::now_v7();
    let import = "insert into audit_events (id, actor_role, access_right, patient_id, action)
                  values ($1, 'owner', 'none', $2, 'record.import'), (gen_random_uuid(), 'owner', 'none', $2, 'record.import')";
    sqlx::query(import).bind(event).bind(freda.0).execute(&scene.superuser).await.unwrap();
    let mut tx = scene.begin(account).await;
    tx.report_access(AccessReportId(Uuid::now_v7()), AuditEventId(event), "Who was that?").await.unwrap();
    tx.commit().await.unwrap();
    let reports = reports(&scene).await;
    let session = &reports[0].session;
    assert_eq!((session.events.len(), session.more, session.elsewhere.len()), (1, 0, 0));
}

#[tokio::test]
async fn nobody_but_the_administrator_reads_of_it() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (freda, account) = scene.linked_patient(maya, "freda@example.org").await;
    let session = scene.sign_in(maya.user, 101, None).await;
    read(&scene, &session, freda).await;
    report(&scene, account, freda, maya).await;
    for user in [maya.user, account] {
        let refused = scene.begin(user).await.list_access_reports().await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
