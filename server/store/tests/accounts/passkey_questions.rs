//! Questions to a browser: each is answered once, in time, and by whom it was asked.

use serde_json::{Value, json};
use store::{Caller, CeremonyPurpose};

use crate::scene::{NOWHERE, Scene, new_session};

/// Asks a browser of nobody in particular.
async fn ask(scene: &Scene, number: u8) {
    let attempt = scene.gate.begin_passkey_attempt(&[number; 32], &NOWHERE).await.unwrap();
    scene.gate.begin_passkey_sign_in(&[number; 32], &json!({ "number": number }), attempt, &NOWHERE).await.unwrap();
}

/// Asks in somebody's session.
async fn ask_in(scene: &Scene, caller: &Caller, number: u8) {
    let attempt = scene.gate.begin_confirmation(caller).await.unwrap();
    let state = json!({ "number": number });
    scene.gate.begin_passkey_confirmation(caller, &[number; 32], &state, attempt).await.unwrap();
}

async fn take(scene: &Scene, caller: Option<&Caller>, purpose: CeremonyPurpose, number: u8) -> Option<Value> {
    let taken = scene.gate.take_passkey_ceremony(purpose, &[number; 32], caller, &NOWHERE).await.unwrap();
    taken.map(|ceremony| ceremony.state)
}

#[tokio::test]
async fn a_question_is_answered_once_in_time_and_by_whom_it_was_asked() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (first, second) = (scene.sign_in(maya.user, 1, None).await, scene.sign_in(maya.user, 2, None).await);
    ask(&scene, 1).await;
    for purpose in [CeremonyPurpose::SecondStep, CeremonyPurpose::Confirm] {
        assert!(take(&scene, None, purpose, 1).await.is_none(), "for something else");
    }
    assert_eq!(take(&scene, None, CeremonyPurpose::SignIn, 1).await, Some(json!({ "number": 1 })));
    assert!(take(&scene, None, CeremonyPurpose::SignIn, 1).await.is_none(), "once");

    for number in [2, 3] {
        ask_in(&scene, &first, number).await;
    }
    assert!(take(&scene, Some(&first), CeremonyPurpose::Confirm, 2).await.is_none(), "there is a later one");
    assert!(take(&scene, Some(&second), CeremonyPurpose::Confirm, 3).await.is_none(), "another session");
    assert!(take(&scene, None, CeremonyPurpose::Confirm, 3).await.is_none());
    assert!(take(&scene, Some(&first), CeremonyPurpose::Confirm, 3).await.is_some());

    ask(&scene, 4).await;
    scene.run("update passkey_ceremonies set expires_at = now()").await;
    assert!(take(&scene, None, CeremonyPurpose::SignIn, 4).await.is_none(), "late");
    ask(&scene, 5).await;
    scene.run("update passkey_ceremonies set expires_at = now() - interval '1 second'").await;
    ask(&scene, 6).await;
    assert_eq!(scene.run("delete from passkey_ceremonies").await, 1, "what is late is cleared away");
}

#[tokio::test]
async fn a_question_for_a_new_one_is_answered_once_in_the_session_that_asked() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (first, second) = (scene.sign_in(maya.user, 1, None).await, scene.sign_in(maya.user, 2, None).await);
    let take = async |caller: &Caller, number: u8| {
        let mut tx = scene.store.begin_as(caller).await.unwrap();
        let taken = tx.take_new_passkey(&[number; 32]).await.unwrap();
        tx.commit().await.unwrap();
        taken
    };
    for number in [1, 2] {
        let mut tx = scene.store.begin_as(&first).await.unwrap();
        tx.ask_for_new_passkey(&[number; 32], &json!({ "number": number })).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(take(&first, 1).await, None, "there is a later one");
    assert_eq!(take(&second, 2).await, None, "another session");
    let made_up = Caller { secret: new_session(9).secret, ..first };
    assert_eq!(take(&made_up, 2).await, None, "nobody's");
    assert_eq!(take(&first, 2).await, Some(json!({ "number": 2 })));
    assert_eq!(take(&first, 2).await, None, "once");
}
