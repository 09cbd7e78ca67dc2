use model::id::{HandoverId, PatientId};
use store::Error;
use uuid::Uuid;

use crate::scene::{Provider, Scene};

async fn ask(scene: &Scene, by: Provider, patient: PatientId, colleague: Provider) -> Result<HandoverId, Error> {
    let id = HandoverId(Uuid::now_v7());
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.ask_handover(id, patient, colleague.id).await?;
    tx.commit().await?;
    Ok(id)
}

async fn answer(scene: &Scene, by: Provider, handover: HandoverId, is_accepted: bool) -> Result<PatientId, Error> {
    let mut tx = scene.begin_confirmed(by.user).await;
    let patient = tx.answer_handover(handover, is_accepted).await?;
    tx.commit().await?;
    Ok(patient)
}

async fn end(scene: &Scene, by: Provider, patient: PatientId) -> Result<(), Error> {
    let mut tx = scene.begin(by.user).await;
    tx.end_relationship(patient).await?;
    tx.commit().await
}

async fn share(scene: &Scene, by: Provider, patient: PatientId, with: Provider) {
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.share_chart(patient, with.id).await.unwrap();
    tx.commit().await.unwrap();
}

async fn reads(scene: &Scene, provider: Provider, patient: PatientId) -> bool {
    scene.begin(provider.user).await.chart_header(patient).await.is_ok()
}

#[tokio::test]
async fn a_treatment_ends_at_once_unless_it_is_the_last() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    match end(&scene, maya, patient).await {
        Err(Error::Invalid(errors)) => assert!(errors[0].message.contains("Hand the patient over"), "{errors:?}"),
        other => panic!("{other:?}"),
    }
    assert!(reads(&scene, maya, patient).await);
    share(&scene, maya, patient, tomas).await;
    end(&scene, maya, patient).await.unwrap();
    assert!(!reads(&scene, maya, patient).await);
    assert!(reads(&scene, tomas, patient).await);
    assert!(matches!(end(&scene, maya, patient).await, Err(Error::NotFound)));
    assert!(matches!(end(&scene, tomas, patient).await, Err(Error::Invalid(_))));
    // The event was written by the right that it was done by.
    let events = scene.events().await;
    assert!(events.contains(&("relationship.end".into(), Some(maya.user.0), "treating".into())), "{events:?}");
}

#[tokio::test]
async fn who_cant_treat_anybody_doesnt_count_as_another() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    share(&scene, maya, patient, tomas).await;
    scene.set_verified(tomas, false).await.unwrap();
    assert!(matches!(end(&scene, maya, patient).await, Err(Error::Invalid(_))));
    scene.set_verified(tomas, true).await.unwrap();
    end(&scene, maya, patient).await.unwrap();
}

#[tokio::test]
async fn of_two_who_end_it_at_once_one_stays() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    share(&scene, maya, patient, tomas).await;
    let (one, other) = tokio::join!(end(&scene, maya, patient), end(&scene, tomas, patient));
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    assert!(reads(&scene, maya, patient).await != reads(&scene, tomas, patient).await);
}

/// How many questions the dashboard says wait for an answer.
async fn waiting(scene: &Scene, provider: Provider) -> i64 {
    scene.begin(provider.user).await.dashboard_counts().await.unwrap().waiting_questions
}

#[tokio::test]
async fn a_patient_is_handed_over_once_the_colleague_accepts() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    let handover = ask(&scene, maya, patient, tomas).await.unwrap();
    assert!(reads(&scene, maya, patient).await && !reads(&scene, tomas, patient).await, "it waits");
    assert_eq!((waiting(&scene, tomas).await, waiting(&scene, maya).await), (1, 0));
    let asked = scene.begin(tomas.user).await.list_arrangements().await.unwrap();
    assert_eq!(asked.handovers[0].colleague, "Maya");
    assert_eq!(asked.handovers[0].patient(), "Freda Kris, born 3 Feb 1980");
    let mine = scene.begin(maya.user).await.list_arrangements().await.unwrap();
    assert!(mine.handovers[0].is_mine);

    // Nobody else answers or takes it back.
    let other = scene.provider("Other").await;
    for who in [maya, other] {
        assert!(matches!(answer(&scene, who, handover, true).await, Err(Error::NotFound)));
    }
    let withdrawn = scene.begin(tomas.user).await.withdraw_handover(handover).await;
    assert!(matches!(withdrawn, Err(Error::NotFound)));

    assert_eq!(answer(&scene, tomas, handover, true).await.unwrap(), patient);
    assert!(!reads(&scene, maya, patient).await && reads(&scene, tomas, patient).await);
    assert!(matches!(answer(&scene, tomas, handover, true).await, Err(Error::NotFound)), "once");
    let began = "select began_by, shared_by from care_relationships where provider_id = $1";
    let began: (String, Option<Uuid>) =
        sqlx::query_as(began).bind(tomas.id.0).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(began, ("handover".into(), Some(maya.id.0)));
    // And back again, to whom it had ended for.
    let back = ask(&scene, tomas, patient, maya).await.unwrap();
    answer(&scene, maya, back, true).await.unwrap();
    assert!(reads(&scene, maya, patient).await && !reads(&scene, tomas, patient).await);
}

#[tokio::test]
async fn a_handover_is_declined_taken_back_or_replaced() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    let patient = scene.patient(maya).await;
    let declined = ask(&scene, maya, patient, tomas).await.unwrap();
    answer(&scene, tomas, declined, false).await.unwrap();
    assert!(matches!(answer(&scene, tomas, declined, true).await, Err(Error::NotFound)));

    let replaced = ask(&scene, maya, patient, tomas).await.unwrap();
    let withdrawn = ask(&scene, maya, patient, ingrid).await.unwrap();
    assert!(matches!(answer(&scene, tomas, replaced, true).await, Err(Error::NotFound)));
    let mut tx = scene.begin(maya.user).await;
    tx.withdraw_handover(withdrawn).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(answer(&scene, ingrid, withdrawn, true).await, Err(Error::NotFound)));

    // Whoever doesn't treat the patient any more hands nobody over.
    share(&scene, maya, patient, ingrid).await;
    let stale = ask(&scene, maya, patient, tomas).await.unwrap();
    end(&scene, maya, patient).await.unwrap();
    assert!(matches!(answer(&scene, tomas, stale, true).await, Err(Error::NotFound)));
    assert!(!reads(&scene, tomas, patient).await);
}

#[tokio::test]
async fn only_who_passes_on_hands_over_and_only_to_a_verified_colleague() {
    let scene = Scene::new().await;
    let (maya, tomas, new) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.applicant("New").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    for colleague in [maya, new] {
        assert!(matches!(ask(&scene, maya, patient, colleague).await, Err(Error::NotFound)));
    }
    for user in [tomas.user, new.user, freda, scene.administrator] {
        let mut tx = scene.begin(user).await;
        let asked = tx.ask_handover(HandoverId(Uuid::now_v7()), patient, tomas.id).await;
        assert!(matches!(asked, Err(Error::NotFound)));
    }
    scene.run("update care_relationships set began_by = 'cover', ended_at = now() + interval '1 day'").await;
    assert!(reads(&scene, maya, patient).await);
    assert!(matches!(ask(&scene, maya, patient, tomas).await, Err(Error::NotFound)), "a cover passes nothing on");
    assert!(matches!(end(&scene, maya, patient).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_patient_reads_the_name_of_the_colleague_who_declined() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let handover = ask(&scene, maya, patient, tomas).await.unwrap();
    answer(&scene, tomas, handover, false).await.unwrap();
    let history = scene.begin(freda).await.list_access(patient, None).await.unwrap();
    assert!(history.rows.iter().any(|access| access.who == "Tomas"), "{history:?}");
    assert!(history.rows.iter().all(|access| access.who != "A provider"), "{history:?}");
}

#[tokio::test]
async fn whoever_asked_is_told_for_a_week_that_it_was_declined() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    let handover = ask(&scene, maya, patient, tomas).await.unwrap();
    answer(&scene, tomas, handover, false).await.unwrap();
    let handovers = async |who: Provider| scene.begin(who.user).await.list_arrangements().await.unwrap().handovers;
    let told = handovers(maya).await;
    let [declined] = &told[..] else { panic!("{told:?}") };
    assert!(declined.is_mine && declined.declined_at.is_some(), "{declined:?}");
    assert_eq!(handovers(tomas).await, []);
    // The newer question stands in its place.
    ask(&scene, maya, patient, tomas).await.unwrap();
    let told = handovers(maya).await;
    let [asked] = &told[..] else { panic!("{told:?}") };
    assert_eq!(asked.declined_at, None);
    scene.run("update handovers set closed_at = now() where closed_at is null").await;
    scene.run("update handovers set asked_at = now() where declined_at is not null").await;
    assert_eq!(handovers(maya).await.len(), 1);
    scene.run("update handovers set declined_at = declined_at - interval '7 days'").await;
    assert_eq!(handovers(maya).await, []);
}
