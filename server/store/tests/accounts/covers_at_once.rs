use std::cell::Cell;

use model::{
    access::AccessRight,
    id::{CoverId, PatientId},
    patient::Registration,
};
use store::Transaction;
use uuid::Uuid;

use crate::{
    covers::{covered, end, right},
    scene::{Provider, Scene, demographics},
};

/// Ends the cover while the other transaction is open, which commits as soon as the end waits for it, or is done.
async fn end_beside(scene: &Scene, by: Provider, cover: CoverId, other: Transaction) {
    let is_done = Cell::new(false);
    let ending = async {
        end(scene, by, cover).await.unwrap();
        is_done.set(true);
    };
    let committing = async {
        let waiting = "select count(*) from pg_stat_activity where datname = current_database()
                          and usename = 'carechart_app' and wait_event_type = 'Lock'";
        while !is_done.get() && sqlx::query_scalar::<_, i64>(waiting).fetch_one(&scene.superuser).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        other.commit().await.unwrap();
    };
    tokio::join!(ending, committing);
}

#[tokio::test]
async fn a_patient_who_comes_while_the_cover_ends_isnt_kept() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let cover = covered(&scene, maya, 7, tomas).await;
    let patient = PatientId(Uuid::now_v7());
    let mut coming = scene.begin(maya.user).await;
    let registered = coming.register_patient(patient, &demographics("Nora", "New"), &[]).await.unwrap();
    assert_eq!(registered, Registration::Registered(patient));
    end_beside(&scene, maya, cover, coming).await;
    assert_eq!(right(&scene, tomas, patient).await, None);
}

#[tokio::test]
async fn of_two_covers_that_end_at_once_nothing_is_left() {
    let scene = Scene::new().await;
    let (maya, ingrid, tomas) =
        (scene.provider("Maya").await, scene.provider("Ingrid").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.share_chart(patient, ingrid.id).await.unwrap();
    tx.commit().await.unwrap();
    let (of_maya, of_ingrid) = (covered(&scene, maya, 7, tomas).await, covered(&scene, ingrid, 3, tomas).await);
    assert_eq!(right(&scene, tomas, patient).await, Some(AccessRight::Cover));
    let mut first = scene.begin(maya.user).await;
    first.end_cover(of_maya).await.unwrap();
    end_beside(&scene, ingrid, of_ingrid, first).await;
    assert_eq!(right(&scene, tomas, patient).await, None);
}
