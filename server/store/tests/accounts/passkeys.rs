use std::time::Duration;

use model::id::SessionId;
use serde_json::{Value, json};
use store::{Caller, CeremonyPurpose, Error, FoundPasskey, NewSession, Transaction, UsedPasskey};
use uuid::Uuid;

use crate::scene::{IDLE, NOWHERE, Provider, Scene};

async fn begin(scene: &Scene, provider: Provider, session: SessionId) -> Transaction {
    let caller = Caller { user: provider.user, session, address: None };
    scene.store.begin_as(&caller).await.unwrap()
}

/// Adds a passkey whose credential has that number.
async fn add(scene: &Scene, provider: Provider, session: SessionId, number: u8) -> Result<(), Error> {
    let mut tx = begin(scene, provider, session).await;
    tx.add_passkey(&[number; 16], "My phone", &json!({ "counter": 0 })).await?;
    tx.commit().await
}

/// The passkey with that number, whose counter has gone on.
async fn used(scene: &Scene, provider: Provider, number: u8, counter: u32) -> UsedPasskey {
    let mut tx = scene.store.begin_anonymous(&NOWHERE).await.unwrap();
    let found: FoundPasskey = tx.find_passkey(&[number; 16], provider.user).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    UsedPasskey { found, after: json!({ "counter": counter }), attempt: None }
}

fn new_session(number: u8) -> NewSession {
    let lifetime = Duration::from_secs(3_600);
    NewSession { token_hash: [number; 32], lifetime, replaced: None, device: String::new() }
}

/// Begins a question for somebody's session, or for nobody in particular.
async fn ask(scene: &Scene, tx: Option<Transaction>, purpose: CeremonyPurpose, number: u8) -> Result<(), Error> {
    let mut tx = match tx {
        Some(tx) => tx,
        None => scene.store.begin_anonymous(&NOWHERE).await.unwrap(),
    };
    tx.begin_passkey_ceremony(purpose, &[number; 32], &json!({ "number": number }), None).await?;
    tx.commit().await
}

async fn take(scene: &Scene, tx: Option<Transaction>, purpose: CeremonyPurpose, number: u8) -> Option<Value> {
    let mut tx = match tx {
        Some(tx) => tx,
        None => scene.store.begin_anonymous(&NOWHERE).await.unwrap(),
    };
    let taken = tx.take_passkey_ceremony(purpose, &[number; 32]).await.unwrap();
    tx.commit().await.unwrap();
    taken.map(|ceremony| ceremony.state)
}

#[tokio::test]
async fn with_the_first_one_other_sessions_end_and_the_password_isnt_enough() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.sign_in(maya.user, 1, None).await;
    let session = scene.sign_in(maya.user, 2, None).await;
    add(&scene, maya, session, 1).await.unwrap();
    assert!(scene.find(1).await.is_none() && scene.find(2).await.unwrap().user.has_second_factor);
    assert!(scene.store.begin_challenge(maya.user, &[3; 32], None, &NOWHERE).await.unwrap());
    let caller = Caller { user: maya.user, session: SessionId(Uuid::now_v7()), address: None };
    assert!(scene.store.begin_session(&caller, &new_session(4), None).await.is_err());
    let again = add(&scene, maya, session, 1).await;
    assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
    let tomas = scene.provider("Tomas").await;
    let session = scene.sign_in(tomas.user, 5, None).await;
    assert!(matches!(add(&scene, tomas, session, 1).await, Err(Error::Invalid(_))), "it is somebody's");
    for number in 2..22 {
        add(&scene, tomas, session, number).await.unwrap();
    }
    assert!(matches!(add(&scene, tomas, session, 22).await, Err(Error::Invalid(_))), "twenty are enough");
}

#[tokio::test]
async fn a_session_begins_with_an_answer_of_ones_own_passkey_once() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let session = scene.sign_in(maya.user, 1, None).await;
    add(&scene, maya, session, 1).await.unwrap();
    let answer = used(&scene, maya, 1, 7).await;
    let begin_session = async |answer: &UsedPasskey, number: u8| {
        scene.store.begin_passkey_session(answer, &new_session(number), &NOWHERE).await.unwrap()
    };
    assert!(begin_session(&answer, 2).await);
    assert_eq!(scene.find(2).await.unwrap().user.id, maya.user);
    assert!(!begin_session(&answer, 3).await, "another answer came first");
    assert_eq!(used(&scene, maya, 1, 8).await.found.credential, json!({ "counter": 7 }));
    let mut others = used(&scene, maya, 1, 8).await;
    others.found.user = tomas.user;
    assert!(!begin_session(&others, 4).await, "it is somebody else's");
    let mut tx = scene.store.begin_anonymous(&NOWHERE).await.unwrap();
    assert!(tx.find_passkey(&[1; 16], tomas.user).await.unwrap().is_none());
    assert!(tx.find_passkey(&[9; 16], maya.user).await.unwrap().is_none());
    let account = begin(&scene, maya, session).await.own_account(IDLE).await.unwrap();
    assert_eq!((account.passkeys.len(), account.passkeys[0].name.as_str()), (1, "My phone"));
    assert!(account.passkeys[0].last_used_at.is_some() && !account.must_have_second_factor);
    let actions = scene.actions().await;
    assert!(actions.ends_with(&["passkey.add", "passkey.use", "session.begin"].map(str::to_owned)), "{actions:?}");
}

#[tokio::test]
async fn a_second_step_is_taken_by_a_passkey_once() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let session = scene.sign_in(maya.user, 1, None).await;
    add(&scene, maya, session, 1).await.unwrap();
    let pass = async |answer: &UsedPasskey, challenge: u8, number: u8| {
        let session = new_session(number);
        scene.store.pass_challenge_by_passkey(answer, &[challenge; 32], &session, &NOWHERE).await.unwrap()
    };
    assert!(!pass(&used(&scene, maya, 1, 1).await, 2, 2).await, "there was no password");
    scene.store.begin_challenge(maya.user, &[2; 32], None, &NOWHERE).await.unwrap();
    let challenged = scene.store.attempt_challenge(&[2; 32], &NOWHERE).await.unwrap();
    assert!(challenged.sealed_secret.is_empty());
    assert_eq!(scene.store.passkeys_of(&challenged, &NOWHERE).await.unwrap().len(), 1);
    scene.store.begin_passkey_step(&challenged, &[3; 32], &json!({}), &NOWHERE).await.unwrap();
    assert!(take(&scene, None, CeremonyPurpose::SecondStep, 3).await.is_some());
    assert!(pass(&used(&scene, maya, 1, 1).await, 2, 3).await);
    assert!(scene.find(3).await.is_some());
    assert!(!pass(&used(&scene, maya, 1, 2).await, 2, 4).await, "it was passed");
}

#[tokio::test]
async fn a_question_is_answered_once_in_time_and_by_whom_it_was_asked() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (first, second) = (scene.sign_in(maya.user, 1, None).await, scene.sign_in(maya.user, 2, None).await);
    let mine = async |session| Some(begin(&scene, maya, session).await);
    ask(&scene, None, CeremonyPurpose::SignIn, 1).await.unwrap();
    assert!(take(&scene, None, CeremonyPurpose::SecondStep, 1).await.is_none(), "for something else");
    assert!(take(&scene, mine(first).await, CeremonyPurpose::SignIn, 1).await.is_none());
    assert_eq!(take(&scene, None, CeremonyPurpose::SignIn, 1).await, Some(json!({ "number": 1 })));
    assert!(take(&scene, None, CeremonyPurpose::SignIn, 1).await.is_none(), "once");

    for number in [2, 3] {
        ask(&scene, mine(first).await, CeremonyPurpose::Confirm, number).await.unwrap();
    }
    assert!(take(&scene, mine(first).await, CeremonyPurpose::Confirm, 2).await.is_none(), "there is a later one");
    assert!(take(&scene, mine(second).await, CeremonyPurpose::Confirm, 3).await.is_none(), "another session");
    assert!(take(&scene, None, CeremonyPurpose::Confirm, 3).await.is_none());
    assert!(take(&scene, mine(first).await, CeremonyPurpose::Confirm, 3).await.is_some());

    ask(&scene, None, CeremonyPurpose::SignIn, 4).await.unwrap();
    scene.run("update passkey_ceremonies set expires_at = now()").await;
    assert!(take(&scene, None, CeremonyPurpose::SignIn, 4).await.is_none(), "late");
    ask(&scene, None, CeremonyPurpose::SignIn, 5).await.unwrap();
    scene.run("update passkey_ceremonies set expires_at = now() - interval '1 second'").await;
    ask(&scene, None, CeremonyPurpose::SignIn, 6).await.unwrap();
    assert_eq!(scene.run("delete from passkey_ceremonies").await, 1, "what is late is cleared away");
}

#[tokio::test]
async fn passkeys_are_changed_only_by_whoever_has_just_proved_who_they_are() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let session = scene.sign_in(maya.user, 1, None).await;
    let other = scene.sign_in(tomas.user, 2, None).await;
    add(&scene, maya, session, 1).await.unwrap();
    let passkey = used(&scene, maya, 1, 1).await.found.id;
    let refused = begin(&scene, tomas, other).await.remove_passkey(passkey).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    scene.run("update sessions set confirmed_at = now() - interval '1 hour'").await;
    for refused in [
        begin(&scene, maya, session).await.remove_passkey(passkey).await,
        add(&scene, maya, session, 2).await,
        ask(&scene, Some(begin(&scene, maya, session).await), CeremonyPurpose::Add, 3).await,
    ] {
        assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{refused:?}");
    }
    scene.run("update sessions set confirmed_at = now()").await;
    let mut tx = begin(&scene, maya, session).await;
    tx.remove_passkey(passkey).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!scene.store.begin_challenge(maya.user, &[4; 32], None, &NOWHERE).await.unwrap());
}

#[tokio::test]
async fn a_passkey_is_the_second_factor_that_a_clinic_asks_for() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    let session = scene.sign_in(maya.user, 1, None).await;
    scene.store.set_second_factor_required(true).await.unwrap();
    assert!(matches!(scene.begin(maya.user).await.chart_header(patient).await, Err(Error::NotFound)));
    add(&scene, maya, session, 1).await.unwrap();
    assert!(scene.begin(maya.user).await.chart_header(patient).await.is_ok());
    assert!(!scene.find(1).await.unwrap().user.is_second_factor_missing);
    assert!(begin(&scene, maya, session).await.own_account(IDLE).await.unwrap().must_have_second_factor);
}
