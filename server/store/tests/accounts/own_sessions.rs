use model::id::SessionId;
use store::{Caller, Error, Transaction};

use crate::scene::{IDLE, Provider, Scene};

async fn begin(scene: &Scene, provider: Provider, session: SessionId) -> Transaction {
    let caller = Caller { user: provider.user, session, address: None };
    scene.store.begin_as(&caller).await.unwrap()
}

#[tokio::test]
async fn a_person_sees_their_own_sessions_and_which_one_asks() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.sign_in(scene.administrator, 1, None).await;
    let (here, there) = (scene.sign_in(maya.user, 2, None).await, scene.sign_in(maya.user, 3, None).await);
    let ended = scene.sign_in(maya.user, 4, None).await;
    let mut tx = begin(&scene, maya, here).await;
    tx.end_own_session(ended).await.unwrap();
    let account = tx.own_account(IDLE).await.unwrap();
    assert_eq!((account.email.as_str(), account.second_factor), ("maya@example.org", None));
    let mut sessions: Vec<_> = account.sessions.iter().map(|session| (session.id, session.is_current)).collect();
    sessions.sort();
    assert_eq!(sessions, [(here, true), (there, false)]);
    assert!(account.sessions.iter().all(|session| session.device == "Firefox on Linux" && session.address.is_empty()));
    tx.commit().await.unwrap();
    scene.run("update sessions set last_seen_at = now() - interval '30 minutes'").await;
    let mut tx = begin(&scene, maya, here).await;
    assert!(tx.own_account(IDLE).await.unwrap().sessions.is_empty(), "what has ended by itself isn't shown");
}

#[tokio::test]
async fn a_person_ends_one_of_their_sessions_and_nobody_elses() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (here, there) = (scene.sign_in(maya.user, 1, None).await, scene.sign_in(maya.user, 2, None).await);
    let others = scene.sign_in(tomas.user, 3, None).await;
    let mut tx = begin(&scene, maya, here).await;
    assert!(matches!(tx.end_own_session(others).await, Err(Error::NotFound)));
    tx.end_own_session(there).await.unwrap();
    assert!(matches!(tx.end_own_session(there).await, Err(Error::NotFound)), "once");
    tx.commit().await.unwrap();
    assert!(scene.find(1).await.is_some() && scene.find(2).await.is_none() && scene.find(3).await.is_some());
    assert!(scene.actions().await.contains(&"session.revoke".to_owned()));
}

#[tokio::test]
async fn all_others_end_at_once() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let here = scene.sign_in(maya.user, 1, None).await;
    for (number, user) in [(2, maya.user), (3, maya.user), (4, tomas.user)] {
        scene.sign_in(user, number, None).await;
    }
    let mut tx = begin(&scene, maya, here).await;
    tx.end_other_sessions().await.unwrap();
    tx.commit().await.unwrap();
    assert!(scene.find(1).await.is_some() && scene.find(4).await.is_some());
    assert!(scene.find(2).await.is_none() && scene.find(3).await.is_none());
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_has_just_proved_who_they_are() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let here = scene.sign_in(maya.user, 1, None).await;
    scene.sign_in(maya.user, 2, None).await;
    scene.run("update sessions set confirmed_at = now() - interval '11 minutes'").await;
    let mut tx = begin(&scene, maya, here).await;
    assert!(matches!(tx.require_confirmation().await, Err(Error::ConfirmationRequired)));
    drop(tx);
    let mut tx = begin(&scene, maya, here).await;
    assert!(matches!(tx.change_own_password("another hash").await, Err(Error::ConfirmationRequired)));
    drop(tx);
    // Nobody has a session that isn't their own.
    let mut tx = scene.begin(maya.user).await;
    assert!(matches!(tx.require_confirmation().await, Err(Error::ConfirmationRequired)));
    drop(tx);

    let caller = Caller { user: maya.user, session: here, address: None };
    let attempt = scene.store.begin_confirmation(&caller).await.unwrap();
    let mut tx = begin(&scene, maya, here).await;
    tx.confirm_session(attempt).await.unwrap();
    tx.require_confirmation().await.unwrap();
    tx.change_own_password("another hash").await.unwrap();
    tx.commit().await.unwrap();
    let attempt = scene.store.begin_sign_in("maya@example.org", &crate::scene::NOWHERE).await.unwrap();
    assert_eq!(attempt.account.unwrap().password_hash, "another hash");
    assert!(scene.find(1).await.is_some() && scene.find(2).await.is_none());
    let actions = scene.actions().await;
    assert!(actions.ends_with(&["session.confirm".to_owned(), "account.change_password".to_owned()]), "{actions:?}");
}
