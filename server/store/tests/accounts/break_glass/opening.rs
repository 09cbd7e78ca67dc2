use std::time::Duration;

use model::access::AccessRight;
use store::Error;

use super::{HOUR, LASTS, an_hour_passes, as_provider, ask, header_end, open, reads, request};
use crate::scene::{Provider, Scene, link};

async fn pair(scene: &Scene, provider: Provider) -> (String, Option<f64>) {
    let pair =
        "select began_by, extract(epoch from ended_at - now())::float8 from care_relationships where provider_id = $1";
    sqlx::query_as(pair).bind(provider.id.0).fetch_one(&scene.superuser).await.unwrap()
}

#[tokio::test]
async fn a_chart_opens_for_a_while_and_is_written_in() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    assert!(!reads(&scene, tomas, patient).await);
    assert_eq!(open(&scene, tomas).await.unwrap(), patient);
    let header = scene.begin(tomas.user).await.chart_header(patient).await.unwrap();
    assert_eq!(header.right, AccessRight::BreakGlass);
    let left = (header.right_until.unwrap().at - chrono::Utc::now()).num_minutes();
    assert!((238..=240).contains(&left), "{left}");
    let names: Vec<_> = header.treated_by.iter().map(|colleague| colleague.display_name.as_str()).collect();
    assert_eq!(names, ["Maya"], "who opened it in an emergency doesn't treat the patient");
    let mut tx = scene.begin(tomas.user).await;
    let overview = tx.list_break_glass(LASTS).await.unwrap();
    assert_eq!((overview.hours, overview.running.len(), overview.running[0].patient.id), (4, 1, patient));
    assert!(matches!(tx.check_may_write(patient).await, Err(Error::NotFound)), "no document is filed");
    drop(tx);
    let write = "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
                 values (gen_random_uuid(), $1, $2, now(), 'Syncope')";
    assert_eq!(as_provider(&scene, tomas, patient, &[write]).await, Ok(1));
    assert_eq!(header_end(&scene, maya, patient).await, None);
    let by_tomas: Vec<_> = scene.events().await.into_iter().filter(|(_, who, _)| *who == Some(tomas.user.0)).collect();
    assert_eq!(by_tomas, [("break_glass.begin".into(), Some(tomas.user.0), "break_glass".into())]);

    for hours in 0..4 {
        assert!(reads(&scene, tomas, patient).await, "after {hours} hours");
        an_hour_passes(&scene).await;
    }
    assert!(!reads(&scene, tomas, patient).await);
    assert_eq!(as_provider(&scene, tomas, patient, &[write]).await, Err("42501".into()));
    assert!(scene.begin(tomas.user).await.list_break_glass(LASTS).await.unwrap().running.is_empty());
    assert!(reads(&scene, maya, patient).await);
}

#[tokio::test]
async fn nobody_but_a_verified_provider_opens_a_chart() {
    let scene = Scene::new().await;
    let (maya, new) = (scene.provider("Maya").await, scene.applicant("New").await);
    let (_, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let request = request("Freda", "Kris", "1980-02-03");
    for user in [new.user, freda, scene.administrator] {
        let answer = ask(&scene, user, &request, LASTS).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
    }
    let refused = scene.actions().await.iter().filter(|action| *action == "break_glass.refuse").count();
    assert_eq!(refused, 3);
    let rows: i64 = sqlx::query_scalar(
        "select (select count(*) from break_glass_grants) + (select count(*) from break_glass_misses)",
    )
    .fetch_one(&scene.superuser)
    .await
    .unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn it_lasts_a_day_at_most_and_asking_again_prolongs_it() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    scene.patient(maya).await;
    let request = request("Freda", "Kris", "1980-02-03");
    ask(&scene, tomas.user, &request, HOUR).await.unwrap();
    let (began_by, left) = pair(&scene, tomas).await;
    assert_eq!((began_by.as_str(), left.unwrap() <= 3_600.0), ("break_glass", true));
    ask(&scene, tomas.user, &request, Duration::from_secs(1_000_000)).await.unwrap();
    let left = pair(&scene, tomas).await.1.unwrap();
    assert!(left > 23.9 * 3_600.0 && left <= 24.0 * 3_600.0, "{left}");
    // A shorter one doesn't end it sooner, and each has its own reason.
    ask(&scene, tomas.user, &request, HOUR).await.unwrap();
    assert!(pair(&scene, tomas).await.1.unwrap() > 23.9 * 3_600.0);
    assert_eq!(scene.begin(scene.administrator).await.list_break_glass_reviews().await.unwrap().len(), 3);
}

#[tokio::test]
async fn whoever_treats_the_patient_needs_none_and_whoever_did_begins_anew() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    assert_eq!(open(&scene, maya).await.unwrap(), patient);
    assert_eq!(pair(&scene, maya).await, ("registration".into(), None));
    assert!(scene.begin(scene.administrator).await.list_break_glass_reviews().await.unwrap().is_empty());
    scene.run("update care_relationships set began_at = '2020-01-01', ended_at = '2020-02-01'").await;
    open(&scene, maya).await.unwrap();
    assert_eq!(pair(&scene, maya).await.0, "break_glass");
    assert_eq!(scene.actions().await, ["break_glass.unneeded", "break_glass.begin"]);
    // A cover that lasts is access enough.
    scene.run("update care_relationships set began_by = 'cover'").await;
    open(&scene, maya).await.unwrap();
    assert_eq!(pair(&scene, maya).await.0, "cover");
}

#[tokio::test]
async fn it_is_not_passed_on_and_becomes_ordinary_when_the_chart_is_shared() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    let patient = scene.patient(maya).await;
    open(&scene, tomas).await.unwrap();
    let mut tx = scene.begin(tomas.user).await;
    assert!(matches!(tx.find_colleagues(patient, "").await, Err(Error::NotFound)));
    assert!(matches!(tx.share_chart(patient, ingrid.id).await, Err(Error::NotFound)));
    assert!(matches!(tx.share_chart(patient, tomas.id).await, Err(Error::NotFound)));
    assert!(matches!(tx.invite_patient(patient, &link(1).1).await, Err(Error::NotFound)));
    assert!(tx.list_access(patient, None).await.unwrap().rows.is_empty(), "who looked is for who treats the patient");
    drop(tx);
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.share_chart(patient, tomas.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(pair(&scene, tomas).await, ("sharing".into(), None));
    assert_eq!(header_end(&scene, tomas, patient).await, None);
    for _ in 0..5 {
        an_hour_passes(&scene).await;
    }
    assert!(reads(&scene, tomas, patient).await);
}

#[tokio::test]
async fn a_browser_left_open_opens_no_chart() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    let tx = scene.begin(tomas.user).await;
    let refused = tx.begin_break_glass(&request("Freda", "Kris", "1980-02-03"), LASTS).await;
    assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{refused:?}");
    assert_eq!(scene.actions().await, ["session.require_confirmation"]);
    assert!(!reads(&scene, tomas, patient).await);
}
