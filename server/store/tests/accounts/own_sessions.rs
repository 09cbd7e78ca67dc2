use model::account::AccountKind;
use store::{Caller, Error, SessionSecret, SignInStep};

use crate::scene::{Scene, computed, nobodys};

#[tokio::test]
async fn a_person_sees_their_own_sessions_and_which_one_asks() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.sign_in(scene.administrator, 1, None).await;
    let (here, there) = (scene.sign_in(maya.user, 2, None).await, scene.sign_in(maya.user, 3, None).await);
    let ended = scene.sign_in(maya.user, 4, None).await;
    let mut tx = scene.store.begin_as(&here).await.unwrap();
    tx.end_own_session(ended.session).await.unwrap();
    let account = tx.own_account().await.unwrap();
    assert_eq!((account.email.as_str(), account.second_factor), ("maya@example.org", None));
    let mut sessions: Vec<_> = account.sessions.iter().map(|session| (session.id, session.is_current)).collect();
    sessions.sort();
    assert_eq!(sessions, [(here.session, true), (there.session, false)]);
    assert!(account.sessions.iter().all(|session| session.device == "Firefox on Linux" && session.address.is_empty()));
    tx.commit().await.unwrap();
    let idle = "update sessions set last_seen_at = now() - interval '30 minutes' where id = $1";
    sqlx::query(idle).bind(there.session.0).execute(&scene.superuser).await.unwrap();
    let sessions = scene.store.begin_as(&here).await.unwrap().own_account().await.unwrap().sessions;
    assert_eq!(sessions.len(), 1, "what has ended by itself isn't shown");
    assert!(sessions[0].is_current);
    // And whoever asks in it is nobody.
    let asked = scene.store.begin_as(&there).await.unwrap().own_account().await;
    assert!(matches!(asked, Err(Error::NotFound)), "{asked:?}");
}

#[tokio::test]
async fn a_person_ends_one_of_their_sessions_and_nobody_elses() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (here, there) = (scene.sign_in(maya.user, 1, None).await, scene.sign_in(maya.user, 2, None).await);
    let others = scene.sign_in(tomas.user, 3, None).await;
    let mut tx = scene.store.begin_as(&here).await.unwrap();
    assert!(matches!(tx.end_own_session(others.session).await, Err(Error::NotFound)));
    tx.end_own_session(there.session).await.unwrap();
    assert!(matches!(tx.end_own_session(there.session).await, Err(Error::NotFound)), "once");
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
    let mut tx = scene.store.begin_as(&here).await.unwrap();
    tx.end_other_sessions().await.unwrap();
    tx.commit().await.unwrap();
    assert!(scene.find(1).await.is_some() && scene.find(4).await.is_some());
    assert!(scene.find(2).await.is_none() && scene.find(3).await.is_none());
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_enters_the_present_one_which_proves_who_they_are() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let here = scene.sign_in(maya.user, 1, None).await;
    scene.sign_in(maya.user, 2, None).await;
    scene.run("update sessions set confirmed_at = now() - interval '11 minutes'").await;
    let is_confirmed = async || match scene.store.begin_as(&here).await.unwrap().require_confirmation().await {
        Ok(()) => true,
        Err(Error::ConfirmationRequired) => false,
        Err(error) => panic!("{error:?}"),
    };
    assert!(!is_confirmed().await);
    assert!(!scene.change_password(&here, "Mallory", "another").await.unwrap());
    assert!(!is_confirmed().await, "nor by a wrong password");
    assert!(scene.find(2).await.is_some());
    assert_eq!(scene.actions().await.last().unwrap(), "session.refuse_confirmation");

    assert!(scene.change_password(&here, "Maya", "another").await.unwrap());
    assert!(is_confirmed().await);
    assert!(scene.find(1).await.is_some() && scene.find(2).await.is_none());
    let actions = scene.actions().await;
    assert!(actions.ends_with(&["session.confirm".to_owned(), "account.change_password".to_owned()]), "{actions:?}");
    assert_eq!(scene.enter("Maya", 3).await, None);
    let entered = scene.enter_with("Maya", &computed("another"), 4).await;
    assert_eq!(entered, Some(SignInStep::Begun(AccountKind::Provider)));
}

#[tokio::test]
async fn nobody_changes_a_password_in_a_session_that_is_none_or_somebody_elses() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (mayas, tomas) = (scene.sign_in(maya.user, 1, None).await, scene.sign_in(tomas.user, 2, None).await);
    // They say whose session it is, and know the password.
    let change = async |caller: &Caller| scene.change_password(caller, "Maya", "another").await;
    let nobody = Caller { secret: SessionSecret(nobodys()), ..mayas };
    let asked = scene.store.begin_as(&nobody).await.unwrap().require_confirmation().await;
    assert!(matches!(asked, Err(Error::ConfirmationRequired)), "{asked:?}");
    assert!(!change(&nobody).await.unwrap());
    // The attempt was counted for Maya, whose session it isn't.
    let changed = change(&Caller { secret: tomas.secret, ..mayas }).await;
    assert!(matches!(&changed, Err(Error::Database(error)) if error.code == "23001"), "{changed:?}");
    assert!(!change(&tomas).await.unwrap());
    for (name, number) in [("Maya", 3), ("Tomas", 4)] {
        assert_eq!(scene.enter(name, number).await, Some(SignInStep::Begun(AccountKind::Provider)));
    }
}
