//! Whoever shared a chart takes it back, as long as somebody goes on treating the patient.

use model::{
    access::Action,
    id::{HandoverId, PatientId, ProviderId, UserId},
};
use store::Error;
use uuid::Uuid;

use crate::scene::{Provider, Scene};

pub async fn share(scene: &Scene, by: Provider, patient: PatientId, with: Provider) {
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.share_chart(patient, with.id).await.unwrap();
    tx.commit().await.unwrap();
}

async fn end(scene: &Scene, by: UserId, patient: PatientId, colleague: ProviderId) -> Result<(), Error> {
    let mut tx = scene.begin(by).await;
    tx.end_share(patient, colleague).await?;
    tx.commit().await
}

async fn hand_over(scene: &Scene, by: Provider, patient: PatientId, to: Provider) -> HandoverId {
    let handover = HandoverId(Uuid::now_v7());
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.ask_handover(handover, patient, to.id).await.unwrap();
    tx.commit().await.unwrap();
    handover
}

async fn take_over(scene: &Scene, by: Provider, handover: HandoverId) -> Result<(), Error> {
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.answer_handover(handover, true).await?;
    tx.commit().await
}

async fn shares(scene: &Scene, by: Provider, patient: PatientId) -> Vec<String> {
    let shares = scene.begin(by.user).await.list_shares(patient).await.unwrap();
    shares.into_iter().map(|colleague| colleague.display_name).collect()
}

pub async fn reads(scene: &Scene, by: Provider, patient: PatientId) -> bool {
    scene.begin(by.user).await.chart_header(patient).await.is_ok()
}

#[tokio::test]
async fn whoever_shared_a_chart_ends_it_and_what_the_colleague_asked_others() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    let patient = scene.patient(maya).await;
    assert!(shares(&scene, maya, patient).await.is_empty());
    share(&scene, maya, patient, tomas).await;
    assert_eq!(shares(&scene, maya, patient).await, ["Tomas"]);
    assert!(shares(&scene, tomas, patient).await.is_empty(), "it was shared with them");
    hand_over(&scene, tomas, patient, ingrid).await;
    let to_tomas = hand_over(&scene, maya, patient, tomas).await;

    end(&scene, maya.user, patient, tomas.id).await.unwrap();
    assert!(!reads(&scene, tomas, patient).await && reads(&scene, maya, patient).await);
    assert!(shares(&scene, maya, patient).await.is_empty());
    let open: i64 = sqlx::query_scalar("select count(*) from handovers where closed_at is null")
        .fetch_one(&scene.superuser)
        .await
        .unwrap();
    assert_eq!(open, 0);
    let last = scene.events().await.pop().unwrap();
    assert_eq!(last, (Action::ChartEndShare.as_str().to_owned(), Some(maya.user.0), "treating".into()));
    assert!(matches!(end(&scene, maya.user, patient, tomas.id).await, Err(Error::NotFound)), "once");
    assert!(matches!(take_over(&scene, tomas, to_tomas).await, Err(Error::NotFound)), "nor by a question from before");
    share(&scene, maya, patient, tomas).await;
    assert!(reads(&scene, tomas, patient).await, "and it may be shared again");
}

/// Whom a patient was handed over to treats them in their own right, though the chart was shared with them before.
#[tokio::test]
async fn whoever_has_taken_a_patient_over_isnt_thrown_out() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    share(&scene, maya, patient, tomas).await;
    let handover = hand_over(&scene, maya, patient, tomas).await;
    take_over(&scene, tomas, handover).await.unwrap();
    share(&scene, tomas, patient, maya).await;
    assert!(matches!(end(&scene, maya.user, patient, tomas.id).await, Err(Error::NotFound)));
    assert!(reads(&scene, tomas, patient).await && reads(&scene, maya, patient).await);
}

#[tokio::test]
async fn nobody_else_ends_it_and_no_other_treatment_ends_so() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    share(&scene, maya, patient, tomas).await;
    share(&scene, maya, patient, ingrid).await;
    for user in [tomas.user, ingrid.user, freda, scene.administrator] {
        assert!(matches!(end(&scene, user, patient, tomas.id).await, Err(Error::NotFound)));
    }
    assert!(matches!(end(&scene, tomas.user, patient, maya.id).await, Err(Error::NotFound)), "who registered");
    assert!(reads(&scene, tomas, patient).await);

    // Whoever doesn't treat the patient any more has no chart to end it in.
    let mut tx = scene.begin(maya.user).await;
    tx.end_relationship(patient).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(end(&scene, maya.user, patient, tomas.id).await, Err(Error::NotFound)));
    assert!(matches!(scene.begin(maya.user).await.list_shares(patient).await, Err(Error::NotFound)));
}
