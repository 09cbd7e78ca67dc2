//! What access that ends by itself permits until then, where a cover and an emergency meet, and who strikes out for whom.

use chrono::{TimeDelta, Utc};
use model::{
    access::AccessRight,
    id::{CoverId, PatientId, VisitId},
};
use store::Error;
use uuid::Uuid;

use crate::scene::{Provider, Scene};

async fn cover(scene: &Scene, covered: Provider, by: Provider, hours: i64) -> CoverId {
    let id = CoverId(Uuid::now_v7());
    let until = (Utc::now() + TimeDelta::hours(hours)).naive_utc();
    let mut tx = scene.begin_confirmed(covered.user).await;
    tx.ask_cover(id, by.id, until).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.answer_cover(id, true).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn end_cover(scene: &Scene, by: Provider, cover: CoverId) {
    let mut tx = scene.begin(by.user).await;
    tx.end_cover(cover).await.unwrap();
    tx.commit().await.unwrap();
}

/// Emergency access for four hours, as its function makes it.
async fn emergency(scene: &Scene, provider: Provider, patient: PatientId) {
    let both = "with pair as (
                    insert into care_relationships (provider_id, patient_id, began_by, ended_at)
                    values ($1, $2, 'break_glass', now() + interval '4 hours')
                    returning provider_id, patient_id, ended_at)
                insert into break_glass_grants (id, provider_id, patient_id, reason, expires_at)
                select gen_random_uuid(), provider_id, patient_id, 'Unconscious in the waiting room', ended_at from pair";
    sqlx::query(both).bind(provider.id.0).bind(patient.0).execute(&scene.superuser).await.unwrap();
}

async fn right(scene: &Scene, provider: Provider, patient: PatientId) -> Option<(AccessRight, i64)> {
    let header = scene.begin(provider.user).await.chart_header(patient).await.ok()?;
    Some((header.right, (header.right_until?.at - Utc::now()).num_hours()))
}

async fn visit(scene: &Scene, author: Provider, patient: PatientId) -> VisitId {
    let id = Uuid::now_v7();
    let insert = "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
                  values ($1, $2, $3, now(), 'Cough')";
    sqlx::query(insert).bind(id).bind(patient.0).bind(author.id.0).execute(&scene.superuser).await.unwrap();
    VisitId(id)
}

async fn mark(scene: &Scene, by: Provider, visit: VisitId) -> Result<(), Error> {
    let mut tx = scene.begin(by.user).await;
    tx.mark_visit_entered_in_error(visit, "Another patient's").await?;
    tx.commit().await
}

#[tokio::test]
async fn of_a_cover_and_an_emergency_the_longer_one_counts() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    let patient = scene.patient(maya).await;
    for provider in [tomas, ingrid] {
        emergency(&scene, provider, patient).await;
        assert_eq!(right(&scene, provider, patient).await, Some((AccessRight::BreakGlass, 3)));
    }
    let long = cover(&scene, maya, tomas, 49).await;
    assert_eq!(right(&scene, tomas, patient).await, Some((AccessRight::Cover, 48)));
    end_cover(&scene, maya, long).await;
    assert_eq!(right(&scene, tomas, patient).await, Some((AccessRight::BreakGlass, 3)), "it goes on after the cover");
    let short = cover(&scene, maya, ingrid, 2).await;
    assert_eq!(right(&scene, ingrid, patient).await, Some((AccessRight::BreakGlass, 3)));
    end_cover(&scene, maya, short).await;
    assert_eq!(right(&scene, ingrid, patient).await, Some((AccessRight::BreakGlass, 3)), "it doesn't end with a cover");
}

#[tokio::test]
async fn whoever_covers_reads_what_the_patients_row_said_before() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    let rename = "update patients set first_name = 'Frida', version = version + 1 where id = $1";
    sqlx::query(rename).bind(patient.0).execute(&scene.superuser).await.unwrap();
    let running = cover(&scene, maya, tomas, 2).await;
    let versions = scene.begin(tomas.user).await.list_patient_versions(patient).await.unwrap();
    assert_eq!(versions.len(), 1);
    end_cover(&scene, tomas, running).await;
    let closed = scene.begin(tomas.user).await.list_patient_versions(patient).await;
    assert!(matches!(closed, Err(Error::NotFound)));
}

#[tokio::test]
async fn nobody_strikes_out_for_an_author_who_covers_until_that_has_ended_or_they_are_suspended() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    let running = cover(&scene, maya, tomas, 2).await;
    let (own, first, second) =
        (visit(&scene, tomas, patient).await, visit(&scene, tomas, patient).await, visit(&scene, tomas, patient).await);
    mark(&scene, tomas, own).await.unwrap();
    assert!(matches!(mark(&scene, maya, first).await, Err(Error::NotFound)));
    let suspend = |is_suspended: bool| {
        let time = if is_suspended { "now()" } else { "null" };
        format!("update users set suspended_at = {time} where email = 'tomas@example.org'")
    };
    scene.run(&suspend(true)).await;
    mark(&scene, maya, first).await.unwrap();
    scene.run(&suspend(false)).await;
    assert!(matches!(mark(&scene, maya, second).await, Err(Error::NotFound)));
    end_cover(&scene, maya, running).await;
    mark(&scene, maya, second).await.unwrap();
}
