use std::time::Duration;

use model::id::SessionId;
use store::{Caller, Error, NewSession, Proof, Transaction};

use crate::scene::{NOWHERE, Provider, Scene};

const SEALED: [u8; 49] = [9; 49];
const CODE: [u8; 32] = [5; 32];

async fn begin(scene: &Scene, provider: Provider, session: SessionId) -> Transaction {
    let caller = Caller { user: provider.user, session, address: None };
    scene.store.begin_as(&caller).await.unwrap()
}

/// Sets one up, with the step 100 and one recovery code, in a session of that number.
async fn set_up(scene: &Scene, provider: Provider, number: u8) -> SessionId {
    let session = scene.sign_in(provider.user, number, None).await;
    let mut tx = begin(scene, provider, session).await;
    tx.begin_second_factor(&SEALED).await.unwrap();
    tx.confirm_second_factor(100, &[CODE]).await.unwrap();
    tx.commit().await.unwrap();
    session
}

fn new_session(number: u8) -> NewSession {
    let lifetime = Duration::from_secs(3_600);
    NewSession { token_hash: [number; 32], lifetime, replaced: None, device: String::new() }
}

/// The second step of a sign-in, whose challenge and session have that number.
async fn pass(scene: &Scene, provider: Provider, number: u8, proof: Proof) -> Result<bool, Error> {
    let hash = [number; 32];
    assert!(scene.store.begin_challenge(provider.user, &hash, None, &NOWHERE).await.unwrap());
    let challenged = scene.store.attempt_challenge(&hash, &NOWHERE).await?;
    assert_eq!((challenged.user, challenged.sealed_secret.as_slice()), (provider.user, &SEALED[..]));
    scene.store.pass_challenge(&challenged, &hash, proof, &new_session(number), &NOWHERE).await
}

#[tokio::test]
async fn it_protects_from_its_first_code_on_and_ends_other_sessions() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.sign_in(maya.user, 1, None).await;
    let session = scene.sign_in(maya.user, 2, None).await;
    let mut tx = begin(&scene, maya, session).await;
    tx.begin_second_factor(&SEALED).await.unwrap();
    tx.begin_second_factor(&SEALED).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!scene.store.begin_challenge(maya.user, &[3; 32], None, &NOWHERE).await.unwrap(), "not yet");
    let mut tx = begin(&scene, maya, session).await;
    tx.confirm_second_factor(100, &[CODE]).await.unwrap();
    assert!(matches!(tx.confirm_second_factor(101, &[CODE]).await, Err(Error::Changed)));
    assert!(matches!(tx.begin_second_factor(&SEALED).await, Err(Error::Changed)));
    tx.commit().await.unwrap();
    assert!(scene.find(1).await.is_none());
    assert!(scene.find(2).await.unwrap().user.has_second_factor);
    assert!(scene.store.begin_challenge(maya.user, &[3; 32], None, &NOWHERE).await.unwrap());
}

#[tokio::test]
async fn a_session_begins_with_the_second_step_only() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    set_up(&scene, maya, 1).await;
    let caller = Caller { user: maya.user, session: SessionId(uuid::Uuid::now_v7()), address: None };
    assert!(scene.store.begin_session(&caller, &new_session(2), None).await.is_err(), "the password isn't enough");
    assert!(pass(&scene, maya, 3, Proof::Step(101)).await.unwrap());
    assert_eq!(scene.find(3).await.unwrap().user.id, maya.user);
    assert!(!pass(&scene, maya, 4, Proof::Step(101)).await.unwrap(), "a code is good once");
    assert!(!pass(&scene, maya, 5, Proof::Step(100)).await.unwrap());
    assert!(!pass(&scene, maya, 6, Proof::RecoveryCode([6; 32])).await.unwrap());
    assert!(pass(&scene, maya, 7, Proof::RecoveryCode(CODE)).await.unwrap());
    assert!(!pass(&scene, maya, 8, Proof::RecoveryCode(CODE)).await.unwrap(), "a recovery code, too");
    assert!(scene.find(8).await.is_none());
}

#[tokio::test]
async fn a_challenge_has_five_attempts_and_ends_by_itself_and_with_its_use() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    set_up(&scene, maya, 1).await;
    let begin = async |number: u8| scene.store.begin_challenge(maya.user, &[number; 32], None, &NOWHERE).await.unwrap();
    let attempt = async |number: u8| scene.store.attempt_challenge(&[number; 32], &NOWHERE).await;
    begin(2).await;
    for _ in 0..5 {
        let challenged = attempt(2).await.unwrap();
        scene.store.refuse_challenge(&challenged, &NOWHERE).await.unwrap();
    }
    assert!(matches!(attempt(2).await, Err(Error::NotFound)));
    scene.run("delete from sign_in_failures").await;
    begin(3).await;
    scene.run("update sign_in_challenges set expires_at = now()").await;
    assert!(matches!(attempt(3).await, Err(Error::NotFound)));
    assert!(pass(&scene, maya, 4, Proof::Step(101)).await.unwrap());
    assert!(matches!(attempt(4).await, Err(Error::NotFound)));
    assert!(matches!(attempt(5).await, Err(Error::NotFound)), "made up");
}

#[tokio::test]
async fn wrong_codes_are_throttled_for_the_account_over_all_its_sign_ins() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    set_up(&scene, maya, 1).await;
    for number in 2..12 {
        assert!(!pass(&scene, maya, number, Proof::Step(99)).await.unwrap());
    }
    let refused = pass(&scene, maya, 12, Proof::Step(101)).await;
    assert!(matches!(refused, Err(Error::TooManyAttempts { .. })), "{refused:?}");
    assert!(scene.actions().await.contains(&"factor.throttle".to_owned()));
}

#[tokio::test]
async fn it_is_changed_only_by_whoever_has_just_proved_who_they_are() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let session = set_up(&scene, maya, 1).await;
    scene.run("update sessions set confirmed_at = now() - interval '1 hour'").await;
    for attempt in 0..3 {
        let mut tx = begin(&scene, maya, session).await;
        let refused = match attempt {
            0 => tx.begin_second_factor(&SEALED).await,
            1 => tx.replace_recovery_codes(&[CODE]).await,
            _ => tx.remove_second_factor().await,
        };
        assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{attempt}: {refused:?}");
    }
    scene.run("update sessions set confirmed_at = now()").await;
    let mut tx = begin(&scene, maya, session).await;
    tx.replace_recovery_codes(&[[7; 32], [8; 32]]).await.unwrap();
    assert_eq!(tx.own_second_factor().await.unwrap().unwrap().codes_left, 2);
    assert!(!tx.use_second_factor(Proof::RecoveryCode(CODE)).await.unwrap(), "the earlier ones are gone");
    tx.remove_second_factor().await.unwrap();
    assert!(matches!(tx.remove_second_factor().await, Err(Error::NotFound)));
    tx.commit().await.unwrap();
    assert!(!scene.store.begin_challenge(maya.user, &[2; 32], None, &NOWHERE).await.unwrap());
}

#[tokio::test]
async fn a_provider_without_one_sees_nobody_where_the_clinic_asks_for_it() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    scene.sign_in(maya.user, 1, None).await;
    scene.store.set_second_factor_required(true).await.unwrap();
    scene.store.set_second_factor_required(true).await.unwrap();
    let user = scene.find(1).await.unwrap().user;
    assert!(user.is_second_factor_missing && !user.has_second_factor && user.is_verified);
    assert!(matches!(scene.begin(maya.user).await.chart_header(patient).await, Err(Error::NotFound)));

    set_up(&scene, maya, 3).await;
    assert!(!scene.find(3).await.unwrap().user.is_second_factor_missing);
    assert!(scene.begin(maya.user).await.chart_header(patient).await.is_ok());
    scene.store.set_second_factor_required(false).await.unwrap();
    scene.patient(tomas).await;
    let actions = scene.actions().await;
    assert_eq!(actions.iter().filter(|action| *action == "factor.require").count(), 1, "when it changes");
    assert!(actions.contains(&"factor.stop_requiring".to_owned()));
}
