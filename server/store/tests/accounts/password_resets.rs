use model::id::{SessionId, UserId};
use store::{Caller, Error};
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene};

/// A link of that number, made by somebody in their session.
async fn make(scene: &Scene, by: UserId, session: SessionId, account: UserId, number: u8) -> Result<(), Error> {
    let caller = Caller { user: by, session, address: None };
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.begin_password_reset(account, &[number; 32]).await?;
    tx.commit().await
}

async fn works(scene: &Scene, number: u8) -> bool {
    let mut tx = scene.store.begin_anonymous(&NOWHERE).await.unwrap();
    tx.password_reset_account(&[number; 32]).await.is_ok()
}

#[tokio::test]
async fn a_link_changes_the_password_once_and_ends_every_session() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let session = scene.sign_in(scene.administrator, 1, None).await;
    scene.sign_in(maya.user, 2, None).await;
    make(&scene, scene.administrator, session, maya.user, 1).await.unwrap();
    assert!(works(&scene, 1).await);
    assert!(scene.find(2).await.is_some(), "until it is used");
    scene.store.reset_password(&[1; 32], "another hash", &NOWHERE).await.unwrap();
    let attempt = scene.store.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap();
    assert_eq!(attempt.account.unwrap().password_hash, "another hash");
    assert!(scene.find(1).await.is_some() && scene.find(2).await.is_none());
    let again = scene.store.reset_password(&[1; 32], "a third one", &NOWHERE).await;
    assert!(matches!(again, Err(Error::NotFound)) && !works(&scene, 1).await);
    let actions = scene.actions().await;
    assert_eq!(actions[2..], ["account.make_reset", "account.reset_password", "link.refuse"]);
}

#[tokio::test]
async fn a_link_leaves_the_second_factor() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let session = scene.sign_in(scene.administrator, 1, None).await;
    let own = scene.sign_in(maya.user, 2, None).await;
    let caller = Caller { user: maya.user, session: own, address: None };
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.begin_second_factor(&[9; 49]).await.unwrap();
    tx.confirm_second_factor(100, &[]).await.unwrap();
    tx.commit().await.unwrap();
    scene.store.begin_challenge(maya.user, &[3; 32], None, &NOWHERE).await.unwrap();
    make(&scene, scene.administrator, session, maya.user, 1).await.unwrap();
    scene.store.reset_password(&[1; 32], "another hash", &NOWHERE).await.unwrap();
    let earlier = scene.store.attempt_challenge(&[3; 32], &NOWHERE).await;
    assert!(matches!(earlier, Err(Error::NotFound)), "a sign-in under way with the former password ends");
    assert!(scene.store.begin_challenge(maya.user, &[4; 32], None, &NOWHERE).await.unwrap());
}

#[tokio::test]
async fn a_newer_link_replaces_an_earlier_one_and_each_ends_after_a_day() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let session = scene.sign_in(scene.administrator, 1, None).await;
    for number in [1, 2] {
        make(&scene, scene.administrator, session, maya.user, number).await.unwrap();
    }
    assert!(!works(&scene, 1).await && works(&scene, 2).await && !works(&scene, 3).await);
    scene.run("update links set created_at = now() - interval '1 day', expires_at = now()").await;
    assert!(!works(&scene, 2).await);
    let late = scene.store.reset_password(&[2; 32], "another hash", &NOWHERE).await;
    assert!(matches!(late, Err(Error::NotFound)));
}

#[tokio::test]
async fn only_an_administrator_who_has_just_proved_who_they_are_makes_one() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let session = scene.sign_in(scene.administrator, 1, None).await;
    let mayas = scene.sign_in(maya.user, 2, None).await;
    for (by, session, account) in [
        (maya.user, mayas, maya.user),
        (scene.administrator, session, scene.administrator),
        (scene.administrator, session, UserId(Uuid::now_v7())),
    ] {
        let refused = make(&scene, by, session, account, 1).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    scene.run("update sessions set confirmed_at = now() - interval '11 minutes'").await;
    let refused = make(&scene, scene.administrator, session, maya.user, 1).await;
    assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{refused:?}");
}
