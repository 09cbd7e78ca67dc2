use model::{account::AccountKind, id::UserId};
use serde_json::json;
use store::{Caller, Error, Owner, SignInStep};
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene};

/// Gives an account an authenticator and a passkey, in a session of that number.
async fn protect(scene: &Scene, user: UserId, number: u8) -> Caller {
    let caller = scene.sign_in(user, number, None).await;
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.begin_second_factor(&[9; 49]).await.unwrap();
    tx.confirm_second_factor(100, &[[number; 32]]).await.unwrap();
    tx.add_passkey(&[number; 16], "My phone", &json!({})).await.unwrap();
    tx.commit().await.unwrap();
    caller
}

async fn remove(scene: &Scene, by: &Caller, account: UserId) -> Result<(), Error> {
    let mut tx = scene.store.begin_as(by).await.unwrap();
    tx.remove_lost_second_factor(account).await?;
    tx.commit().await
}

#[tokio::test]
async fn the_administrator_removes_it_and_its_person_is_told() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let administrator = scene.sign_in(scene.administrator, 1, None).await;
    protect(&scene, maya.user, 2).await;
    assert_eq!(scene.enter("Maya", 3).await, Some(SignInStep::SecondStep));
    remove(&scene, &administrator, maya.user).await.unwrap();
    assert!(scene.find(2).await.is_none(), "signed out");
    let earlier = scene.gate.attempt_challenge(&[3; 32], &NOWHERE).await;
    assert!(matches!(earlier, Err(Error::NotFound)), "a sign-in under way ends");
    assert_eq!(scene.enter("Maya", 4).await, Some(SignInStep::Begun(AccountKind::Provider)));

    let caller = scene.sign_in(maya.user, 5, None).await;
    assert!(scene.find(5).await.unwrap().user.is_second_factor_removed);
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    let account = tx.own_account().await.unwrap();
    assert!(account.second_factor_removed_at.is_some() && account.passkeys.is_empty());
    assert!(account.second_factor.is_none());
    tx.see_factor_removal().await.unwrap();
    assert!(matches!(tx.see_factor_removal().await, Err(Error::NotFound)));
    tx.commit().await.unwrap();
    assert!(!scene.find(5).await.unwrap().user.is_second_factor_removed);
    assert!(scene.actions().await.contains(&"factor.remove_lost".to_owned()));
}

#[tokio::test]
async fn only_an_administrator_removes_it_and_no_administrators() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let administrator = protect(&scene, scene.administrator, 1).await;
    let mayas = protect(&scene, maya.user, 2).await;
    for (caller, account) in [
        (mayas, maya.user),
        (administrator, scene.administrator),
        (administrator, tomas.user),
        (administrator, UserId(Uuid::now_v7())),
    ] {
        let refused = remove(&scene, &caller, account).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    scene.run("update sessions set confirmed_at = now() - interval '11 minutes'").await;
    let refused = remove(&scene, &administrator, maya.user).await;
    assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{refused:?}");
    assert!(scene.find(2).await.unwrap().user.has_second_factor);
}

#[tokio::test]
async fn the_command_line_removes_an_administrators() {
    let scene = Scene::new().await;
    protect(&scene, scene.administrator, 1).await;
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    assert!(matches!(owner.remove_second_factor("nobody@example.org").await, Err(Error::Invalid(_))));
    owner.remove_second_factor(" Admin@example.org").await.unwrap();
    assert!(matches!(owner.remove_second_factor("admin@example.org").await, Err(Error::Invalid(_))));
    owner.close().await;
    assert!(scene.find(1).await.is_none());
    assert_eq!(scene.enter("admin", 2).await, Some(SignInStep::Begun(AccountKind::Administrator)));
    assert!(scene.find(2).await.unwrap().user.is_second_factor_removed);
    assert!(scene.actions().await.contains(&"factor.remove_lost".to_owned()));
}
