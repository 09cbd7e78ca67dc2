use model::id::{PatientId, ProviderId};
use store::Error;
use uuid::Uuid;

use crate::scene::{Provider, Scene};

async fn share(scene: &Scene, by: Provider, patient: PatientId, with: ProviderId) -> Result<(), Error> {
    let mut tx = scene.begin_confirmed(by.user).await;
    tx.share_chart(patient, with).await?;
    tx.commit().await
}

async fn relationship(scene: &Scene, provider: Provider) -> (String, Option<Uuid>, bool) {
    sqlx::query_as("select began_by, shared_by, ended_at is null from care_relationships where provider_id = $1")
        .bind(provider.id.0)
        .fetch_one(&scene.superuser)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_colleague_with_whom_a_chart_is_shared_treats_the_patient_too() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    assert!(scene.begin(tomas.user).await.chart_header(patient).await.is_err());
    share(&scene, maya, patient, tomas.id).await.unwrap();
    let header = scene.begin(tomas.user).await.chart_header(patient).await.unwrap();
    let names: Vec<_> = header.treated_by.iter().map(|colleague| colleague.display_name.as_str()).collect();
    assert_eq!(names, ["Maya", "Tomas"]);
    assert_eq!(relationship(&scene, tomas).await, ("sharing".into(), Some(maya.id.0), true));
    assert_eq!(scene.events().await, [("chart.share".into(), Some(maya.user.0), "treating".into())]);
    // Shared back, nothing changes for who began it.
    share(&scene, tomas, patient, maya.id).await.unwrap();
    assert_eq!(relationship(&scene, maya).await, ("registration".into(), None, true));
}

#[tokio::test]
async fn only_who_treats_the_patient_shares_and_only_with_verified_colleagues() {
    let scene = Scene::new().await;
    let (maya, tomas, new) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.applicant("New").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let imported = scene.practitioner("Doctor Imported").await;
    for with in [new.id, imported, maya.id, ProviderId(Uuid::now_v7())] {
        assert!(matches!(share(&scene, maya, patient, with).await, Err(Error::NotFound)));
    }
    let of_nobody = share(&scene, maya, PatientId(Uuid::now_v7()), tomas.id).await;
    assert!(matches!(of_nobody, Err(Error::NotFound)));
    for user in [tomas.user, new.user, freda, scene.administrator] {
        let shared = scene.begin(user).await.share_chart(patient, tomas.id).await;
        assert!(matches!(shared, Err(Error::NotFound)));
    }
    let pairs: i64 =
        sqlx::query_scalar("select count(*) from care_relationships").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(pairs, 1);
}

#[tokio::test]
async fn a_treatment_that_ended_begins_anew_when_the_chart_is_shared() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    share(&scene, maya, patient, tomas.id).await.unwrap();
    scene.run("update care_relationships set began_at = '2020-01-01', began_by = 'import', shared_by = null").await;
    let end = "update care_relationships set ended_at = now() where provider_id = $1";
    sqlx::query(end).bind(tomas.id.0).execute(&scene.superuser).await.unwrap();
    assert!(matches!(share(&scene, tomas, patient, tomas.id).await, Err(Error::NotFound)), "not by oneself");
    assert!(scene.begin(tomas.user).await.chart_header(patient).await.is_err());
    share(&scene, maya, patient, tomas.id).await.unwrap();
    assert_eq!(relationship(&scene, tomas).await, ("sharing".into(), Some(maya.id.0), true));
    let began_now = "select began_at > now() - interval '1 hour' from care_relationships where provider_id = $1";
    let began_now: bool = sqlx::query_scalar(began_now).bind(tomas.id.0).fetch_one(&scene.superuser).await.unwrap();
    assert!(began_now);
}

#[tokio::test]
async fn colleagues_are_found_by_name_and_specialty() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    for name in ["Tomás", "Ingrid"] {
        scene.provider(name).await;
    }
    let treating = scene.provider("Treating").await;
    scene.applicant("New").await;
    scene.practitioner("Doctor Imported").await;
    let patient = scene.patient(maya).await;
    share(&scene, maya, patient, treating.id).await.unwrap();
    let mut tx = scene.begin(maya.user).await;
    for (search, expected) in [
        ("", &["Ingrid", "Tomás"][..]),
        ("tomas", &["Tomás"]),
        ("FAMILY ingr", &["Ingrid"]),
        ("surgery", &[]),
        ("treating", &[]),
        ("new", &[]),
        ("imported", &[]),
        ("\0", &["Ingrid", "Tomás"]),
    ] {
        let found = tx.find_colleagues(patient, search).await.unwrap();
        let names: Vec<_> = found.iter().map(|colleague| colleague.display_name.as_str()).collect();
        assert_eq!(names, expected, "{search}");
    }
    let other = scene.provider("Other").await;
    let refused = scene.begin(other.user).await.find_colleagues(patient, "").await;
    assert!(matches!(refused, Err(Error::NotFound)));
}
