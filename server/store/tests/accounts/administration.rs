use model::id::ProviderId;
use store::{Error, PAGE_SIZE};
use uuid::Uuid;

use crate::scene::Scene;

async fn found(scene: &Scene, search: &str) -> Vec<String> {
    let mut tx = scene.begin(scene.administrator).await;
    let page = tx.list_providers(search, None).await.unwrap();
    page.rows.into_iter().map(|row| row.display_name).collect()
}

#[tokio::test]
async fn those_who_wait_come_first_and_then_the_others_by_name() {
    let scene = Scene::new().await;
    scene.provider("Zoe").await;
    scene.practitioner("Álvaro Imported").await;
    scene.provider("Maya").await;
    scene.applicant("Tomas").await;
    assert_eq!(found(&scene, "").await, ["Tomas", "Álvaro Imported", "Maya", "Zoe"]);
    assert_eq!(found(&scene, " alvaro IMP").await, ["Álvaro Imported"]);
    assert_eq!(found(&scene, "tomas@example.org").await, ["Tomas"]);
    assert_eq!(found(&scene, "l-maya").await, ["Maya"]);
    assert_eq!(found(&scene, "family medicine zoe").await, ["Zoe"]);
    assert_eq!(found(&scene, "nobody").await, [""; 0]);
    let mut tx = scene.begin(scene.administrator).await;
    let rows = tx.list_providers("", None).await.unwrap().rows;
    assert_eq!((rows[0].email.as_deref(), rows[0].is_verified), (Some("tomas@example.org"), false));
    assert_eq!((rows[0].license_number.as_str(), rows[0].specialty.as_str()), ("L-Tomas", "Family medicine"));
    assert_eq!((rows[1].email.as_deref(), rows[3].is_verified), (None, true));
}

#[tokio::test]
async fn providers_page_without_gaps_or_repeats() {
    let scene = Scene::new().await;
    for number in 0..PAGE_SIZE + 5 {
        // Many of the same name.
        let insert = "insert into providers (id, display_name, external_id) values ($1, $2, $3)";
        let insert = sqlx::query(insert).bind(Uuid::now_v7()).bind(["Ana", "Ben"][number % 2]);
        insert.bind(number.to_string()).execute(&scene.superuser).await.unwrap();
    }
    let mut tx = scene.begin(scene.administrator).await;
    let first = tx.list_providers("", None).await.unwrap();
    let second = tx.list_providers("", first.next.as_ref()).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE_SIZE, 5, None));
    let rows: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| (&row.display_name, row.id)).collect();
    assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
}

#[tokio::test]
async fn an_imported_practitioner_becomes_an_applicants_and_waits_for_verification() {
    let scene = Scene::new().await;
    let practitioner = scene.practitioner("Doctor Imported").await;
    let applicant = scene.applicant("Maya").await;
    let mut tx = scene.begin_confirmed(scene.administrator).await;
    tx.attach_provider_account(practitioner, " MAYA@example.org").await.unwrap();
    tx.commit().await.unwrap();
    scene.sign_in(applicant.user, 1, None).await;
    let user = scene.find(1).await.unwrap().user;
    assert_eq!((user.provider, user.is_verified), (Some(practitioner), false));
    assert_eq!(user.display_name, "Doctor Imported");
    let mut tx = scene.begin_confirmed(scene.administrator).await;
    let rows = tx.list_providers("", None).await.unwrap().rows;
    assert_eq!(rows.len(), 1, "the applicant's own row is gone");
    assert_eq!((rows[0].email.as_deref(), rows[0].license_number.as_str()), (Some("maya@example.org"), "L-Maya"));
    tx.set_provider_verified(practitioner, true).await.unwrap();
    assert!(matches!(tx.attach_provider_account(practitioner, "maya@example.org").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn only_an_applicant_who_was_never_verified_is_attached() {
    let scene = Scene::new().await;
    let practitioner = scene.practitioner("Doctor Imported").await;
    let (verified, withdrawn) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    scene.set_verified(withdrawn, false).await.unwrap();
    scene.linked_patient(verified, "freda@example.org").await;
    for email in ["maya@example.org", "tomas@example.org", "freda@example.org", "admin@example.org", "", "no\0body"] {
        let mut tx = scene.begin_confirmed(scene.administrator).await;
        match tx.attach_provider_account(practitioner, email).await {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "email"),
            other => panic!("{email}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn nobody_else_administers_and_there_is_nothing_to_see() {
    let scene = Scene::new().await;
    let (maya, new) = (scene.provider("Maya").await, scene.applicant("New").await);
    let (_, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let practitioner = scene.practitioner("Doctor Imported").await;
    for user in [maya.user, new.user, freda] {
        macro_rules! refused {
            ($($method:ident($($argument:expr),*)),+ $(,)?) => {$(
                let answer = scene.begin(user).await.$method($($argument),*).await.map(drop);
                assert!(matches!(answer, Err(Error::NotFound)), "{}: {answer:?}", stringify!($method));
            )+};
        }
        refused!(
            list_providers("", None),
            list_patient_accounts("", None),
            set_provider_verified(new.id, true),
            attach_provider_account(practitioner, "new@example.org"),
            unlink_patient_account(freda),
        );
    }
    scene.sign_in(new.user, 1, None).await;
    assert!(!scene.find(1).await.unwrap().user.is_verified);
}

#[tokio::test]
async fn who_has_no_account_is_not_verified() {
    let scene = Scene::new().await;
    let practitioner = scene.practitioner("Doctor Imported").await;
    for provider in [practitioner, ProviderId(Uuid::now_v7())] {
        let verified = scene.begin_confirmed(scene.administrator).await.set_provider_verified(provider, true).await;
        assert!(matches!(verified, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn what_the_administrator_does_is_recorded() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let practitioner = scene.practitioner("Doctor Imported").await;
    scene.applicant("New").await;
    let mut tx = scene.begin_confirmed(scene.administrator).await;
    tx.list_providers("", None).await.unwrap();
    tx.set_provider_verified(maya.id, false).await.unwrap();
    tx.attach_provider_account(practitioner, "new@example.org").await.unwrap();
    tx.list_patient_accounts("", None).await.unwrap();
    tx.commit().await.unwrap();
    let by = |action: &str| (action.to_owned(), Some(scene.administrator.0), "administration".to_owned());
    let expected = ["providers.list", "provider.withdraw", "provider.attach", "accounts.list"].map(by);
    assert_eq!(scene.events().await, expected);
}

#[tokio::test]
async fn a_browser_left_open_lets_nobody_in_and_keeps_everybody_out() {
    let scene = Scene::new().await;
    let (maya, new) = (scene.provider("Maya").await, scene.applicant("New").await);
    let practitioner = scene.practitioner("Doctor Imported").await;
    let verified = scene.begin(scene.administrator).await.set_provider_verified(new.id, true).await;
    assert!(matches!(verified, Err(Error::ConfirmationRequired)), "{verified:?}");
    let attached =
        scene.begin(scene.administrator).await.attach_provider_account(practitioner, "new@example.org").await;
    assert!(matches!(attached, Err(Error::ConfirmationRequired)), "{attached:?}");
    scene.begin(scene.administrator).await.set_provider_verified(maya.id, false).await.unwrap();
    let suspend = async |is_suspended| {
        let mut tx = scene.begin(scene.administrator).await;
        tx.set_account_suspended(maya.user, is_suspended).await?;
        tx.commit().await
    };
    suspend(true).await.unwrap();
    assert!(matches!(suspend(false).await, Err(Error::ConfirmationRequired)));
}
