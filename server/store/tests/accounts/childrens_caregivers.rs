//! Whom a provider lets in to a child's record, for as long as the record says that it is one.

use model::id::PatientId;
use sqlx::{Connection, PgConnection};
use store::{Error, Owner};

use crate::{
    caregivers::{accept, invite, reads, revoke_first},
    entering::identify,
    scene::{Provider, Scene, link},
};

async fn born(scene: &Scene, patient: PatientId, years_ago: &str) {
    let born =
        "update patients set date_of_birth = current_date - $2::text::interval, version = version + 1 where id = $1";
    sqlx::query(born).bind(patient.0).bind(years_ago).execute(&scene.superuser).await.unwrap();
}

async fn birth_date(scene: &Scene, patient: PatientId) -> String {
    let date = sqlx::query_scalar("select date_of_birth::text from patients where id = $1").bind(patient.0);
    date.fetch_one(&scene.superuser).await.unwrap()
}

async fn child(scene: &Scene, provider: Provider) -> PatientId {
    let patient = scene.patient(provider).await;
    born(scene, patient, "17 years").await;
    patient
}

#[tokio::test]
async fn a_provider_lets_in_to_a_childs_record_until_it_is_of_age() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (adult, minor) = (scene.patient(maya).await, child(&scene, maya).await);
    assert!(matches!(invite(&scene, maya.user, adult, 1).await, Err(Error::NotFound)));
    assert!(matches!(invite(&scene, tomas.user, minor, 1).await, Err(Error::NotFound)));
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.invite_caregiver(minor, "Mother", 24, &link(2).1).await.unwrap();
    tx.commit().await.unwrap();
    let of_age = "select expires_at = (date_of_birth + interval '18 years')::timestamptz
                    from caregivers c join patients p on p.id = c.patient_id";
    let of_age: bool = sqlx::query_scalar(of_age).fetch_one(&scene.superuser).await.unwrap();
    assert!(of_age, "it would last longer otherwise");
    let mother = accept(&scene, 2, &birth_date(&scene, minor).await, "mother@example.org").await.unwrap();
    assert!(reads(&scene, mother, minor).await);
    revoke_first(&scene, maya.user).await.unwrap();
    assert!(!reads(&scene, mother, minor).await);
}

/// What somebody is let in to is a child's record, however it became one: a birth date that is wrong for a minute lets nobody in
/// for longer than that minute.
#[tokio::test]
async fn what_a_provider_granted_for_a_child_ends_once_the_record_says_that_it_is_none() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    born(&scene, patient, "17 years").await;
    invite(&scene, maya.user, patient, 1).await.unwrap();
    invite(&scene, maya.user, patient, 2).await.unwrap();
    let birth = birth_date(&scene, patient).await;
    let ana = accept(&scene, 1, &birth, "ana@example.org").await.unwrap();
    assert!(reads(&scene, ana, patient).await);

    born(&scene, patient, "46 years").await;
    assert!(!reads(&scene, ana, patient).await);
    assert!(scene.begin(ana).await.list_cared_for().await.unwrap().is_empty());
    for user in [freda, maya.user] {
        assert!(scene.begin(user).await.list_caregivers(patient).await.unwrap().is_empty());
    }
    let again: String = birth.replace(&birth[..4], "1980");
    assert!(matches!(accept(&scene, 2, &again, "eva@example.org").await, Err(Error::NotFound)), "nor is a link good");
    // What the patient grants doesn't go by an age.
    invite(&scene, freda, patient, 3).await.unwrap();
    assert_eq!(scene.begin(freda).await.list_caregivers(patient).await.unwrap().len(), 1);

    born(&scene, patient, "17 years").await;
    assert!(reads(&scene, ana, patient).await, "a correction of a correction");
    let until = scene.begin(ana).await.chart_header(patient).await.unwrap().right_until.unwrap().at;
    assert!((364..=367).contains(&(until - chrono::Utc::now()).num_days()), "{until}");
    born(&scene, patient, "17 years 11 months").await;
    let until = scene.begin(ana).await.chart_header(patient).await.unwrap().right_until.unwrap().at;
    assert!((27..=32).contains(&(until - chrono::Utc::now()).num_days()), "{until}");
    let cared_for = scene.begin(ana).await.list_cared_for().await.unwrap();
    assert_eq!(cared_for[0].until.at, until);
    let listed = scene.begin(freda).await.list_caregivers(patient).await.unwrap();
    assert!(listed.iter().any(|caregiver| caregiver.is_providers && caregiver.until.at == until), "{listed:?}");
}

#[tokio::test]
async fn the_patient_ends_what_a_provider_granted() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    born(&scene, patient, "17 years").await;
    let birth = birth_date(&scene, patient).await;
    invite(&scene, maya.user, patient, 1).await.unwrap();
    let ana = accept(&scene, 1, &birth, "ana@example.org").await.unwrap();
    revoke_first(&scene, freda).await.unwrap();
    assert!(!reads(&scene, ana, patient).await);
}

/// Whoever sends SQL as the application can say which time zone it is in.
#[tokio::test]
async fn no_setting_of_the_connection_moves_the_birthday() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = child(&scene, maya).await;
    invite(&scene, maya.user, patient, 1).await.unwrap();
    let ana = accept(&scene, 1, &birth_date(&scene, patient).await, "ana@example.org").await.unwrap();
    born(&scene, patient, "18 years 3 days").await;
    let secret = scene.sign_in(ana, 9, None).await.secret;
    let mut application = PgConnection::connect_with(&scene.database.application).await.unwrap();
    for time_zone in ["UTC", "XXX+167:59", "XXX-167:59"] {
        let mut tx = application.begin().await.unwrap();
        identify(&mut tx, Some(secret)).await;
        sqlx::query("select set_config('timezone', $1, true)").bind(time_zone).execute(&mut *tx).await.unwrap();
        let seen: i64 = sqlx::query_scalar("select count(*) from patients").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(seen, 0, "{time_zone}");
    }
}

/// A copy may hold the very birth date that was corrected later.
#[tokio::test]
async fn one_that_rests_ends_with_a_restore_and_doesnt_come_back_with_a_correction() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = child(&scene, maya).await;
    invite(&scene, maya.user, patient, 1).await.unwrap();
    let ana = accept(&scene, 1, &birth_date(&scene, patient).await, "ana@example.org").await.unwrap();
    born(&scene, patient, "20 years").await;
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    owner.end_what_a_copy_brings_back(true).await.unwrap();
    born(&scene, patient, "10 years").await;
    assert!(!reads(&scene, ana, patient).await);
}
