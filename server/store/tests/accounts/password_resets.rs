use model::{account::AccountKind, id::UserId};
use store::{Caller, Error, SignInStep};
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene, computed, kept_password};

/// A link of that number, made by somebody in their session.
async fn make(scene: &Scene, by: &Caller, account: UserId, number: u8) -> Result<(), Error> {
    let mut tx = scene.store.begin_as(by).await.unwrap();
    tx.begin_password_reset(account, &[number; 32]).await?;
    tx.commit().await
}

async fn works(scene: &Scene, number: u8) -> bool {
    scene.gate.password_reset_account(&[number; 32], None, &NOWHERE).await.is_ok()
}

/// By a link of that number, to the password of that name.
async fn reset(scene: &Scene, number: u8, name: &str) -> Result<(), Error> {
    scene.gate.reset_password(&[number; 32], &kept_password(name), &NOWHERE).await
}

#[tokio::test]
async fn a_link_changes_the_password_once_and_ends_every_session() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let administrator = scene.sign_in(scene.administrator, 1, None).await;
    scene.sign_in(maya.user, 2, None).await;
    make(&scene, &administrator, maya.user, 1).await.unwrap();
    assert!(works(&scene, 1).await);
    assert!(scene.find(2).await.is_some(), "until it is used");
    reset(&scene, 1, "another").await.unwrap();
    assert!(scene.find(1).await.is_some() && scene.find(2).await.is_none());
    let again = reset(&scene, 1, "third").await;
    assert!(matches!(again, Err(Error::NotFound)) && !works(&scene, 1).await);
    let actions = scene.actions().await;
    assert_eq!(actions[2..], ["account.make_reset", "account.reset_password", "link.refuse", "link.refuse"]);
    assert_eq!(scene.enter("Maya", 3).await, None);
    assert_eq!(scene.enter_with("Maya", &computed("third"), 4).await, None);
    let entered = scene.enter_with("Maya", &computed("another"), 5).await;
    assert_eq!(entered, Some(SignInStep::Begun(AccountKind::Provider)));
}

#[tokio::test]
async fn a_link_leaves_the_second_factor() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let administrator = scene.sign_in(scene.administrator, 1, None).await;
    let own = scene.sign_in(maya.user, 2, None).await;
    let mut tx = scene.store.begin_as(&own).await.unwrap();
    tx.begin_second_factor(&[9; 49]).await.unwrap();
    tx.confirm_second_factor(100, &[]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(scene.enter("Maya", 3).await, Some(SignInStep::SecondStep));
    make(&scene, &administrator, maya.user, 1).await.unwrap();
    reset(&scene, 1, "another").await.unwrap();
    let earlier = scene.gate.attempt_challenge(&[3; 32], &NOWHERE).await;
    assert!(matches!(earlier, Err(Error::NotFound)), "a sign-in under way with the former password ends");
    assert_eq!(scene.enter_with("Maya", &computed("another"), 4).await, Some(SignInStep::SecondStep));
}

#[tokio::test]
async fn a_newer_link_replaces_an_earlier_one_and_each_ends_after_a_day() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let administrator = scene.sign_in(scene.administrator, 1, None).await;
    for number in [1, 2] {
        make(&scene, &administrator, maya.user, number).await.unwrap();
    }
    assert!(!works(&scene, 1).await && works(&scene, 2).await && !works(&scene, 3).await);
    scene.run("update links set created_at = now() - interval '1 day', expires_at = now()").await;
    assert!(!works(&scene, 2).await);
    let late = reset(&scene, 2, "another").await;
    assert!(matches!(late, Err(Error::NotFound)));
}

#[tokio::test]
async fn only_an_administrator_who_has_just_proved_who_they_are_makes_one() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let administrator = scene.sign_in(scene.administrator, 1, None).await;
    let mayas = scene.sign_in(maya.user, 2, None).await;
    for (by, account) in [
        (mayas, maya.user),
        // Whoever says that the administrator's session is theirs.
        (Caller { secret: mayas.secret, ..administrator }, maya.user),
        (administrator, scene.administrator),
        (administrator, UserId(Uuid::now_v7())),
    ] {
        let refused = make(&scene, &by, account, 1).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    scene.run("update sessions set confirmed_at = now() - interval '11 minutes'").await;
    let refused = make(&scene, &administrator, maya.user, 1).await;
    assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{refused:?}");
}
