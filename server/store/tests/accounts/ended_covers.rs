//! Covers end with the account that is suspended, on both sides, and don't come back with it.

use model::access::AccessRight;

use crate::{
    covers::{covered, right},
    scene::Scene,
};

#[tokio::test]
async fn a_suspended_providers_covers_end_for_good() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    let (mayas, tomases) = (scene.patient(maya).await, scene.patient(tomas).await);
    let others = scene.patient(ingrid).await;
    covered(&scene, maya, 7, tomas).await;
    covered(&scene, tomas, 7, ingrid).await;
    covered(&scene, ingrid, 7, maya).await;
    for (provider, patient) in [(tomas, mayas), (ingrid, tomases), (maya, others)] {
        assert_eq!(right(&scene, provider, patient).await, Some(AccessRight::Cover));
    }
    for is_suspended in [true, false] {
        let mut tx = scene.begin_confirmed(scene.administrator).await;
        tx.set_account_suspended(tomas.user, is_suspended).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(right(&scene, tomas, mayas).await, None, "suspended: {is_suspended}");
        assert_eq!(right(&scene, ingrid, tomases).await, None, "suspended: {is_suspended}");
        assert_eq!(right(&scene, maya, others).await, Some(AccessRight::Cover), "nobody of that cover is suspended");
    }
    let actions = scene.actions().await;
    assert_eq!(actions.iter().filter(|action| *action == "cover.end").count(), 2, "{actions:?}");
}

#[tokio::test]
async fn so_do_those_of_whoever_isnt_verified_any_more() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    covered(&scene, maya, 7, tomas).await;
    for is_verified in [false, true] {
        let mut tx = scene.begin_confirmed(scene.administrator).await;
        tx.set_provider_verified(tomas.id, is_verified).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(right(&scene, tomas, patient).await, None, "verified: {is_verified}");
    }
}
