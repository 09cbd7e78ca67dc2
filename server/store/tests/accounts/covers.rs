use chrono::{NaiveDateTime, TimeDelta, Utc};
use model::{
    access::AccessRight,
    dashboard::PatientQuery,
    id::{CoverId, PatientId},
};
use store::Error;
use uuid::Uuid;

use crate::scene::{Provider, Scene};

fn in_days(days: i64) -> NaiveDateTime {
    (Utc::now() + TimeDelta::days(days)).naive_utc()
}

async fn ask(scene: &Scene, by: Provider, colleague: Provider, until: NaiveDateTime) -> Result<CoverId, Error> {
    let id = CoverId(Uuid::now_v7());
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.ask_cover(id, colleague.id, until).await?;
    tx.commit().await?;
    Ok(id)
}

async fn answer(scene: &Scene, by: Provider, cover: CoverId, is_accepted: bool) -> Result<(), Error> {
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.answer_cover(cover, is_accepted).await?;
    tx.commit().await
}

pub async fn end(scene: &Scene, by: Provider, cover: CoverId) -> Result<(), Error> {
    let mut tx = scene.begin(by.user).await;
    tx.end_cover(cover).await?;
    tx.commit().await
}

pub async fn covered(scene: &Scene, by: Provider, days: i64, colleague: Provider) -> CoverId {
    let cover = ask(scene, by, colleague, in_days(days)).await.unwrap();
    answer(scene, colleague, cover, true).await.unwrap();
    cover
}

pub async fn right(scene: &Scene, provider: Provider, patient: PatientId) -> Option<AccessRight> {
    scene.begin(provider.user).await.chart_header(patient).await.ok().map(|header| header.right)
}

#[tokio::test]
async fn whoever_covers_treats_the_patients_until_then_those_who_come_meanwhile_included() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (before, shared) = (scene.patient(maya).await, scene.patient(maya).await);
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.share_chart(shared, tomas.id).await.unwrap();
    tx.commit().await.unwrap();
    let cover = ask(&scene, maya, tomas, in_days(7)).await.unwrap();
    assert_eq!(right(&scene, tomas, before).await, None, "it waits");
    assert_eq!(scene.begin(tomas.user).await.dashboard_counts().await.unwrap().waiting_questions, 1);
    answer(&scene, tomas, cover, true).await.unwrap();
    let meanwhile = scene.patient(maya).await;
    for patient in [before, meanwhile] {
        assert_eq!(right(&scene, tomas, patient).await, Some(AccessRight::Cover));
    }
    assert_eq!(right(&scene, tomas, shared).await, Some(AccessRight::Treating), "a treatment without an end stays");

    let header = scene.begin(tomas.user).await.chart_header(before).await.unwrap();
    let names: Vec<_> = header.covering_for.iter().map(|colleague| colleague.display_name.as_str()).collect();
    assert_eq!(names, ["Maya"]);
    assert!((6..=7).contains(&(header.right_until.unwrap().at - Utc::now()).num_days()));
    let header = scene.begin(tomas.user).await.chart_header(shared).await.unwrap();
    assert_eq!(header.right_until, None);

    // They are listed and counted, and marked.
    let mut tx = scene.begin(tomas.user).await;
    let rows = tx.list_patients(&PatientQuery::default()).await.unwrap().rows;
    let marks: Vec<_> = rows.iter().map(|row| (row.patient.id == shared, row.cover_until.is_some())).collect();
    assert_eq!(rows.len(), 3);
    assert!(marks.iter().all(|(is_shared, is_marked)| is_shared != is_marked), "{marks:?}");
    assert_eq!(tx.dashboard_counts().await.unwrap().total_patients, 3);
    let header = scene.begin(maya.user).await.chart_header(before).await.unwrap();
    assert_eq!(
        (header.treated_by[0].display_name.as_str(), header.covered_by[0].display_name.as_str()),
        ("Maya", "Tomas")
    );

    // A cover passes nothing on, and isn't passed on itself.
    let other = scene.provider("Other").await;
    let mut tx = scene.begin(tomas.user).await;
    assert!(matches!(tx.share_chart(before, other.id).await, Err(Error::NotFound)));
    covered(&scene, tomas, 3, other).await;
    assert_eq!(right(&scene, other, before).await, None);
    assert_eq!(right(&scene, other, shared).await, Some(AccessRight::Cover));

    // And then it is over.
    scene.run("update covers set asked_at = asked_at - interval '8 days', until = until - interval '8 days'").await;
    scene.run("update care_relationships set began_at = began_at - interval '8 days', ended_at = ended_at - interval '8 days'
                where ended_at is not null").await;
    assert_eq!(right(&scene, tomas, before).await, None);
    let mut tx = scene.begin(tomas.user).await;
    assert_eq!(tx.list_patients(&PatientQuery::default()).await.unwrap().rows.len(), 1);
    assert!(tx.list_arrangements().await.unwrap().covers.is_empty());
}

#[tokio::test]
async fn either_side_ends_it_and_what_another_cover_grants_stays() {
    let scene = Scene::new().await;
    let (maya, ingrid, tomas) =
        (scene.provider("Maya").await, scene.provider("Ingrid").await, scene.provider("Tomas").await);
    let (both, hers) = (scene.patient(maya).await, scene.patient(maya).await);
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.share_chart(both, ingrid.id).await.unwrap();
    tx.commit().await.unwrap();
    let (of_maya, of_ingrid) = (covered(&scene, maya, 7, tomas).await, covered(&scene, ingrid, 3, tomas).await);
    let other = scene.provider("Other").await;
    assert!(matches!(end(&scene, other, of_maya).await, Err(Error::NotFound)));
    end(&scene, maya, of_maya).await.unwrap();
    assert_eq!((right(&scene, tomas, hers).await, right(&scene, tomas, both).await), (None, Some(AccessRight::Cover)));
    let until: bool = sqlx::query_scalar("select ended_at < now() + interval '4 days' from care_relationships where provider_id = $1 and patient_id = $2")
        .bind(tomas.id.0)
        .bind(both.0)
        .fetch_one(&scene.superuser)
        .await
        .unwrap();
    assert!(until, "until the other cover ends");
    end(&scene, tomas, of_ingrid).await.unwrap();
    assert_eq!(right(&scene, tomas, both).await, None);
    assert!(matches!(end(&scene, tomas, of_ingrid).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_patient_who_leaves_the_covered_leaves_whoever_covers() {
    let scene = Scene::new().await;
    let (maya, ingrid, tomas) =
        (scene.provider("Maya").await, scene.provider("Ingrid").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    covered(&scene, maya, 7, tomas).await;
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.share_chart(patient, ingrid.id).await.unwrap();
    tx.end_relationship(patient).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(right(&scene, tomas, patient).await, None);
    assert_eq!(right(&scene, ingrid, patient).await, Some(AccessRight::Treating));
}

#[tokio::test]
async fn a_cover_is_declined_taken_back_and_never_one_of_others() {
    let scene = Scene::new().await;
    let (maya, tomas, new) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.applicant("New").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    for colleague in [maya, new] {
        assert!(matches!(ask(&scene, maya, colleague, in_days(1)).await, Err(Error::NotFound)));
    }
    assert!(matches!(ask(&scene, maya, tomas, in_days(-1)).await, Err(Error::Invalid(_))));
    for user in [new.user, freda, scene.administrator] {
        let asked = scene.begin(user).await.ask_cover(CoverId(Uuid::now_v7()), tomas.id, in_days(1)).await;
        assert!(matches!(asked, Err(Error::NotFound)));
    }
    let declined = ask(&scene, maya, tomas, in_days(1)).await.unwrap();
    assert!(matches!(answer(&scene, maya, declined, true).await, Err(Error::NotFound)), "not by oneself");
    answer(&scene, tomas, declined, false).await.unwrap();
    assert!(matches!(answer(&scene, tomas, declined, true).await, Err(Error::NotFound)));
    let withdrawn = ask(&scene, maya, tomas, in_days(1)).await.unwrap();
    end(&scene, maya, withdrawn).await.unwrap();
    assert!(matches!(answer(&scene, tomas, withdrawn, true).await, Err(Error::NotFound)));
    assert_eq!(right(&scene, tomas, patient).await, None);
}

#[tokio::test]
async fn the_patient_reads_that_somebody_covered() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    covered(&scene, maya, 1, tomas).await;
    let mut tx = scene.begin(tomas.user).await;
    tx.chart_header(patient).await.unwrap();
    tx.commit().await.unwrap();
    let history = scene.begin(freda).await.list_access(patient, None).await.unwrap().rows;
    assert_eq!((history[0].who.as_str(), history[0].right), ("Tomas", AccessRight::Cover));
    assert_eq!(history[0].what, ["opened the chart"]);
}

#[tokio::test]
async fn whoever_asked_is_told_for_a_week_that_it_was_declined() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let cover = ask(&scene, maya, tomas, in_days(20)).await.unwrap();
    answer(&scene, tomas, cover, false).await.unwrap();
    let covers = async |who: Provider| scene.begin(who.user).await.list_arrangements().await.unwrap().covers;
    let told = covers(maya).await;
    let [declined] = &told[..] else { panic!("{told:?}") };
    assert!(declined.is_mine && !declined.is_accepted && declined.declined_at.is_some(), "{declined:?}");
    assert_eq!(covers(tomas).await, []);
    scene.run("update covers set declined_at = declined_at - interval '7 days'").await;
    assert_eq!(covers(maya).await, []);
    // What is taken back isn't declined.
    let cover = ask(&scene, maya, tomas, in_days(20)).await.unwrap();
    end(&scene, maya, cover).await.unwrap();
    assert_eq!(covers(maya).await, []);
}
