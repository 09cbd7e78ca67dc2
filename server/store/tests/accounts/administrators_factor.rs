use store::Error;

use crate::scene::Scene;

#[tokio::test]
async fn an_administrator_without_one_administers_nothing_where_the_clinic_asks_for_it() {
    let scene = Scene::new().await;
    let (maya, new) = (scene.provider("Maya").await, scene.applicant("New").await);
    let (_, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let practitioner = scene.practitioner("Doctor Imported").await;
    scene.worker.set_second_factor_required(true).await.unwrap();
    let caller = scene.sign_in(scene.administrator, 1, None).await;
    assert!(scene.find(1).await.unwrap().user.is_second_factor_missing);
    macro_rules! refused {
        ($($method:ident($($argument:expr),*)),+ $(,)?) => {$(
            let mut tx = scene.store.begin_as(&caller).await.unwrap();
            let answer = tx.$method($($argument),*).await.map(drop);
            assert!(matches!(answer, Err(Error::NotFound)), "{}: {answer:?}", stringify!($method));
        )+};
    }
    refused!(
        list_providers("", None),
        list_patient_accounts("", None),
        list_security_events(None),
        list_access_reports(),
        list_break_glass_reviews(),
        set_provider_verified(new.id, true),
        set_provider_verified(maya.id, false),
        attach_provider_account(practitioner, "new@example.org"),
        set_account_suspended(maya.user, true),
        unlink_patient_account(freda),
        begin_password_reset(maya.user, &[7; 32]),
        remove_lost_second_factor(maya.user),
    );
    // The account is theirs, where they set one up.
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    assert!(tx.own_account().await.unwrap().must_have_second_factor);
    tx.begin_second_factor(&[9; 49]).await.unwrap();
    tx.confirm_second_factor(100, &[[5; 32]]).await.unwrap();
    tx.commit().await.unwrap();
    let user = scene.find(1).await.unwrap().user;
    assert!(user.has_second_factor && !user.is_second_factor_missing);
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    assert_eq!(tx.list_providers("", None).await.unwrap().rows.len(), 3);
    tx.set_provider_verified(new.id, true).await.unwrap();
}
