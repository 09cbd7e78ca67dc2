use model::{break_glass::BreakGlassReview, id::BreakGlassId};
use store::Error;
use uuid::Uuid;

use super::{LASTS, REASON, ask, reads, request};
use crate::scene::Scene;

#[tokio::test]
async fn the_patient_is_told_and_reads_the_verdict() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    scene.run("update patients set version = version + 1, last_name = 'Kris-Freda'").await;
    let (_, otis) = scene.linked_patient(maya, "otis@example.org").await;
    let request = request("Freda", "Kris-Freda", "1980-02-03");
    ask(&scene, tomas.user, &request, LASTS).await.unwrap();
    assert!(reads(&scene, tomas, patient).await);
    let mut tx = scene.begin(tomas.user).await;
    tx.chart_header(patient).await.unwrap();
    tx.commit().await.unwrap();

    let notices = scene.begin(freda).await.list_break_glass_notices().await.unwrap();
    let [notice] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!((notice.who.as_str(), notice.reason.as_str()), ("Tomas", REASON));
    assert_eq!((notice.until.at - notice.from.at).num_hours(), 4);
    assert_eq!((&notice.review, notice.is_dismissed), (&None, false));
    for user in [otis, tomas.user, maya.user, scene.administrator] {
        let mut tx = scene.begin(user).await;
        assert!(tx.list_break_glass_notices().await.unwrap().is_empty());
        assert!(matches!(tx.dismiss_break_glass(notice.id).await, Err(Error::NotFound)));
    }
    let mut tx = scene.begin(freda).await;
    tx.dismiss_break_glass(notice.id).await.unwrap();
    tx.commit().await.unwrap();

    let unreviewed = scene.begin(scene.administrator).await.list_break_glass_reviews().await.unwrap();
    let [access] = &unreviewed[..] else { panic!("{unreviewed:?}") };
    assert_eq!((access.id, access.who.as_str(), access.reason.as_str()), (notice.id, "Tomas", REASON));
    assert_eq!(access.what, ["used emergency access", "opened the chart"]);
    let review = BreakGlassReview { is_justified: false, verdict: " He wasn't on duty. ".into() };
    for user in [freda, tomas.user, maya.user] {
        let mut tx = scene.begin(user).await;
        assert!(matches!(tx.list_break_glass_reviews().await, Err(Error::NotFound)));
        assert!(matches!(tx.review_break_glass(notice.id, &review).await, Err(Error::NotFound)));
    }
    let mut tx = scene.begin(scene.administrator).await;
    let silent = BreakGlassReview { verdict: " ".into(), ..review.clone() };
    assert!(matches!(tx.review_break_glass(notice.id, &silent).await, Err(Error::Invalid(_))));
    assert!(matches!(tx.review_break_glass(BreakGlassId(Uuid::now_v7()), &review).await, Err(Error::NotFound)));
    tx.review_break_glass(notice.id, &review).await.unwrap();
    assert!(matches!(tx.review_break_glass(notice.id, &review).await, Err(Error::NotFound)), "the verdict stands");
    assert!(tx.list_break_glass_reviews().await.unwrap().is_empty());
    tx.commit().await.unwrap();

    let notices = scene.begin(freda).await.list_break_glass_notices().await.unwrap();
    let found = BreakGlassReview { is_justified: false, verdict: "He wasn't on duty.".into() };
    assert_eq!((&notices[0].review, notices[0].is_dismissed), (&Some(found), true));
}
